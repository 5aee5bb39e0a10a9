"""The ways to ask for what a query of Honeycomb says."""

from .phrases import BAR

EVENTS = ["requests", "events", "calls", "spans", "traces", "operations", "log entries", "occurrences"]

COUNTS = [
    "How many {e}", "Number of {e}", "Count {e}", "Count of {e}", "Show the number of {e}", "{E}", "Show {e}", "Find {e}",
    "What is the count of {e}", "Give me the number of {e}", "How often are there {e}", "List {e}", "Let me know the number of {e}", "Say how many {e} there are", "Total number of {e}", "Give the count of {e}", "Display the number of {e}", "I need the number of {e}", "How many {e} did we have", "Work out the number of {e}", "Report the count of {e}", BAR, "The amount of {e}", "Tell me the number of {e}", "Tell me how many {e} there were",
]
DISTINCT = ["How many different {c}s", "Number of unique {c}s", "Distinct {c}s", "Count distinct {c}s", "How many unique {c}s", "Number of different {c}s", "How many different {c}s were there", "How many different {c}s came", "How many different {c}s have there been", "Show the number of distinct {c}s", "Give me the unique {c}s", "How many distinct {c}s do we see", BAR, "How many distinct {c}s are there"]
MEASURES = {
    "AVG": ["Average {c}", "Mean {c}", "What is the average {c}", "Show the average {c}", "average {c}", "Give me the average {c}", "Show the mean {c}", "How long is the {c} on average", "How large is the {c} on average", "How big is the average {c}", "On average how much {c} is there", "What {c} is usual", "Calculate the average {c}", BAR, "How high is the {c} on average"],
    "SUM": ["Total {c}", "Sum of {c}", "What is the total {c}", "The sum of {c}", "total {c}", "Add up the {c}", "Give me the total {c}", "Show the total {c}", "Calculate the sum of {c}", "How much {c} is there in total", BAR, "What is the sum of {c}"],
    "MAX": ["Maximum {c}", "Highest {c}", "Peak {c}", "What is the maximum {c}", "Max {c}", "largest {c}", "Give me the maximum {c}", "Show the maximum {c}", "Find the largest {c}", "The peak of {c}", BAR, "Show the highest {c}"],
    "MIN": ["Minimum {c}", "Lowest {c}", "What is the minimum {c}", "Min {c}", "smallest {c}", "Give me the minimum {c}", "Show the minimum {c}", "Find the smallest {c}", BAR, "Show the lowest {c}"],
    "P50": ["Median {c}", "p50 of {c}", "p50 {c}", "50th percentile of {c}", "Show the median {c}", "Give me the p50 of {c}", "Find the median {c}", "the median of {c}", BAR, "What is the median {c}"],
    "P90": ["p90 of {c}", "90th percentile of {c}", "p90 {c}", "P90 {c}", "Show the p90 of {c}", "Find the 90th percentile of {c}", "Give me the p90 {c}", BAR, "What is the 90th percentile of {c}"],
    "P95": ["p95 of {c}", "95th percentile of {c}", "p95 {c}", "P95 {c}", "Show the p95 of {c}", "Find the 95th percentile of {c}", "Give me the p95 {c}", BAR, "What is the 95th percentile of {c}"],
    "P99": ["p99 of {c}", "99th percentile of {c}", "p99 {c}", "P99 {c}", "Show the p99 of {c}", "Find the 99th percentile of {c}", "Give me the p99 {c}", BAR, "What is the 99th percentile of {c}"],
    "P999": ["p999 of {c}", "99.9th percentile of {c}", "p999 {c}", BAR, "P999 {c}"],
    "P75": ["p75 of {c}", "75th percentile of {c}", "p75 {c}"],
    "P25": ["p25 of {c}", "25th percentile of {c}", "p25 {c}"],
    "P10": ["p10 of {c}", "10th percentile of {c}", "p10 {c}"],
    "HEATMAP": ["Heatmap of {c}", "Distribution of {c}", "Show a heatmap of {c}", "How is {c} distributed", BAR, "Show the distribution of {c}"],
    "RATE_AVG": ["Average {c} per minute", "Average rate of {c}", "Average {c} per second"],
    "RATE_SUM": ["Total {c} per minute", "Total rate of {c}", "Sum of {c} per second"],
    "RATE_MAX": ["Maximum {c} per minute", "Maximum rate of {c}", "Highest {c} per second"],
}
OPS = ["COUNT"] * 20 + ["COUNT_DISTINCT"] * 3 + ["AVG"] * 6 + ["SUM"] * 4 + ["MAX"] * 4 + ["MIN"] * 2 + ["P50", "P50", "P90", "P95", "P95", "P99", "P99", "P999", "P75", "P25", "P10"]
OPS += ["HEATMAP"] * 3 + ["RATE_AVG", "RATE_SUM", "RATE_MAX"]

GROUPS = ["by {c}", "per {c}", "for each {c}", "grouped by {c}", "by {c}", "group by {c}", "broken down by {c}", "split by {c}", "sorted into {c}", "divided by {c}", "separated by {c}", "arranged by {c}", "in each {c}", "across {c}", "separately for each {c}", "sliced by {c}", "counted by {c}", "summarised by {c}", "for all values of {c}", "as seen by {c}", "shown by {c}", "cut by {c}", BAR, "for every {c}", "listed by {c}"]
TIMES = ["in the last {t}", "over the last {t}", "in the past {t}", "for the last {t}", "within the last {t}", "during the past {t}", "from the past {t}", "throughout the last {t}", "since the last {t}", "looking back over the last {t}", "of the last {t}", "these past {t}", "going back the past {t}", BAR, "over the past {t}"]
TESTS = {
    "=": ["where {c} is {v}", "with {c} {v}", "for {c} {v}", "where {c} = {v}", "with {c}={v}", "where the {c} is {v}", "whose {c} is {v}", "where {c} equals {v}", "that have the {c} {v}", "with a {c} of {v}", "having the {c} {v}", "and {c} equal to {v}", "with {c} equal to {v}", "if {c} is {v}", "only {c} {v}", "with the {c} set to {v}", "and the {c} is {v}", "provided the {c} is {v}", "as long as {c} is {v}", "that show {c} {v}", "of {c} {v}", BAR, "having {c} equal to {v}"],
    "!=": ["where {c} is not {v}", "with {c} other than {v}", "where {c} != {v}", "except {c} {v}", "excluding {c} {v}", "with a {c} that is not {v}", "where {c} differs from {v}", "but not {c} {v}", "where {c} is anything but {v}", BAR, "where the {c} is not {v}"],
    "contains": ["where {c} contains {v}", "where the {c} includes {v}", "with {v} in the {c}", "whose {c} contains {v}", "where the {c} mentions {v}", "with a {c} containing {v}", "where {v} is part of the {c}", "having {v} in the {c}", "where {v} occurs in the {c}", "where you find {v} in the {c}", "in whose {c} there is {v}", "where {v} can be found in the {c}", "with {v} somewhere in the {c}", "where {v} stands in the {c}", "and {v} in the {c}", BAR, "where there is {v} in the {c}"],
    "does-not-contain": ["where {c} does not contain {v}", "without {v} in the {c}", "whose {c} does not include {v}", "with no {v} in the {c}", "where the {c} lacks {v}", "where {v} is not in the {c}", "where {v} is missing in the {c}", "with a {c} that lacks {v}", "whose {c} never mentions {v}", "where you find no {v} in the {c}", "in whose {c} there is no {v}", BAR, "where the {c} does not contain {v}"],
    "starts-with": ["where {c} starts with {v}", "whose {c} begins with {v}", "with a {c} starting with {v}"],
    "exists": ["with a {c}", "that have a {c}", "where {c} exists", "where there is a {c}", "where the {c} is set", "having a {c}", "that come with a {c}", "where we know the {c}", "if there is a {c}", "where the {c} is given", "that carry a {c}", "provided there is a {c}", "whose {c} is known", BAR, "where a {c} exists"],
    "does-not-exist": ["without a {c}", "that have no {c}", "with no {c}", "where {c} is missing", "having no {c}", "that lack a {c}", "where there is no {c}", "where no {c} is given", "if the {c} is not set", "whose {c} is not known", "that come without a {c}", "where the {c} is empty", BAR, "where {c} does not exist"],
    ">": ["with {c} above {n}", "where {c} is more than {n}", "with {c} over {n}", "where {c} > {n}", "with {c} greater than {n}", "whose {c} exceeds {n}", "with a {c} higher than {n}", "where {c} exceeds {n}", "having {c} above {n}", "where the {c} is larger than {n}", "whose {c} is over {n}", BAR, "where the {c} is above {n}"],
    ">=": ["with {c} of at least {n}", "where {c} is at least {n}", "where {c} >= {n}", "and {c} >= {n}", "having a {c} of at least {n}", "whose {c} is no less than {n}", "with {c} of {n} or more", "where the {c} is {n} or above"],
    "<": ["with {c} below {n}", "where {c} is less than {n}", "with {c} under {n}", "where {c} < {n}", "whose {c} is smaller than {n}", "with a {c} lower than {n}", "where {c} stays below {n}", "having {c} under {n}", "where the {c} is smaller than {n}", "whose {c} is under {n}", BAR, "where the {c} is below {n}"],
    "<=": ["with {c} of at most {n}", "where {c} is at most {n}", "where {c} <= {n}", "and {c} <= {n}", "having a {c} of at most {n}", "whose {c} is no more than {n}", "with {c} of {n} or less", "where the {c} is {n} or below"],
}
SUPERLATIVES = ["Top {g}", "Most common {g}", "Most frequent {g}", "Which {g} has the most {e}", "Which {g} have the most {e}", "{G} with the most {e}", "Top {g} by number of {e}", "Top {g} by {e}", "Which {g} gets the most {e}", "Which {g} had the most {e}", "The {g} with the largest number of {e}", "Busiest {g} by {e}", "Which {g} shows the most {e}", "Which {g} counts the most {e}", "Which {g} makes the most {e}", "In which {g} are the most {e}", "The most {e} per {g}", "Where are the most {e} by {g}", "The {g} of most {e}", BAR, "Most {e} by {g}", "Which {g} sees the most {e}"]
PAIRS = ["Display each {a} and the {b} it belongs to", "Show each {a} with the {b} associated with it", "List every {a} together with its {b}", "For each {a} show the {b} that goes with it", "Give each {a} and the {b} that belongs to it", "Print every {a} with its {b}", "Show every {a} and which {b} it has", "Name each {a} along with its {b}", "See every {a} and its {b}", "Look at each {a} and the {b} of it", "Each {a} and its {b}", "Look up all {a} and their {b}", BAR, "View each {a} and its {b}"]
LOOKUPS = ["{c}={v}", "{c} = {v}", "{c} {v}", "Find all {e} for {c} {v}", "All {e} where {c} equals {v}", "Find the number of {e} for {c} {v}", "Search {e} with {c} {v}", "Look for {c} {v}", "Only {e} of {c} {v}", "Keep {c} {v}", "Restrict to {c} {v}", "{e} where {c} is {v}", "Show {e} for {c} {v}", "Get {e} that have {c} {v}", "Filter on {c} {v}", "Filter for {c} = {v}", "Limit to {c} equal to {v}", "Narrow it down to {c} equal to {v}", "Leave only {c} {v}", "Filter {e} by {c} {v}", BAR, "Filter by {c} equal to {v}"]
SEARCHES = {"contains": ["{c} contains {v}", "{c} includes {v}", "{c} containing {v}", BAR, "{c} with {v} in it"], "starts-with": ["{c} starts with {v}", "{c} begins with {v}", "{c} starting with {v}"]}
EXTREMES = {
    "MAX": ["Which {g} has the highest {c}", "{G} with the highest {c}", "Which {g} have the largest {c}", "Which {g} had the highest {c}", "Find the {g} with the highest {c}", "Which {g} shows the largest {c}"],
    "AVG": ["Which {g} has the highest average {c}", "Top {g} by average {c}", "Slowest {g} by average {c}", "Which {g} had the highest average {c}", "Find the {g} with the highest average {c}", "Which {g} have the highest mean {c}", BAR, "{G} with the highest average {c}"],
    "SUM": ["Which {g} has the highest total {c}", "Top {g} by total {c}", "{G} with the most {c} in total", "Which {g} had the highest total {c}", "Find the {g} with the highest total {c}"],
    "MIN": ["Which {g} has the lowest {c}", "{G} with the lowest {c}", "Which {g} have the smallest {c}", "Which {g} had the lowest {c}", "Find the {g} with the lowest {c}"],
}
# The same of a duration, whose name is not said then.
SLOWEST = {
    "MAX": ["Slowest {e} by {g}", "Slowest {g}", "The slowest {g}", "Which {g} is the slowest", "Which {g} are slowest", "Which {g} takes longest", "Which {g} takes the longest time", "Longest {e} by {g}", "Which {g} has the slowest {e}", "{G} with the slowest {e}", "Find the slowest {e} for each {g}"],
    "MIN": ["Fastest {e} by {g}", "Fastest {g}", "The fastest {g}", "Which {g} is the fastest", "Which {g} are quickest", "Quickest {e} by {g}", "Which {g} has the fastest {e}", "{G} with the fastest {e}", "Shortest {e} per {g}"],
    "AVG": ["Slowest {g} on average", "Which {g} is the slowest on average", "Which {g} takes longest on average", "Slowest {e} on average by {g}", "{G} with the slowest {e} on average"],
}
