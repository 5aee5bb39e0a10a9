"""Wordings that leave people out: what is written, what stands in its place, and why."""

from .words import plural

PEOPLE = """
chairman>chair>names men only
spokesman>spokesperson>names men only
salesman>salesperson>names men only
policeman>police officer>names men only
fireman>firefighter>names men only
mailman>mail carrier>names men only
foreman>supervisor>names men only
cameraman>camera operator>names men only
businessman>business owner>names men only
craftsman>craftsperson>names men only
handyman>repairer>names men only
repairman>repairer>names men only
congressman>member of congress>names men only
layman>layperson>names men only
middleman>intermediary>names men only
workman>worker>names men only
doorman>doorkeeper>names men only
fisherman>fisher>names men only
patrolman>officer>names men only
newsman>announcer>names men only
businesswoman>entrepreneur>names women only
meter maid>attendant>names women only
shop girl>assistant>names women only
stewardess>flight attendant>names women only
waitress>server>names women only
actress>actor>names women only
housewife>homemaker>names women only
cleaning lady>cleaner>names women only
male nurse>nurse>takes one gender for the rule
female doctor>doctor>takes one gender for the rule
lady lawyer>lawyer>takes one gender for the rule
"""
PLURALS = {"housewife": "housewives", "stewardess": "stewardesses", "waitress": "waitresses", "actress": "actresses", "cleaning lady": "cleaning ladies", "intermediary": "intermediaries", "salesperson": "salespeople", "spokesperson": "spokespeople", "craftsperson": "craftspeople", "layperson": "laypeople", "member of congress": "members of congress"}
GROUPS = """
the elderly>older people>makes a group of one trait
the disabled>disabled people>makes a group of one trait
the blind>blind people>makes a group of one trait
the deaf>deaf people>makes a group of one trait
the homeless>people without a home>makes a group of one trait
the poor>people with low incomes>makes a group of one trait
the mentally ill>people with a mental illness>makes a group of one trait
the handicapped>disabled people>makes a group of one trait
illegal immigrants>undocumented immigrants>calls people illegal
foreigners>people from abroad>sets people apart
senior citizens>older people>makes a group of one trait
"""
NOUNS = """
mankind>humankind>leaves out half of it
manpower>staff>leaves out women
man-made materials>artificial materials>leaves out women
manned flights>crewed flights>leaves out women
@ blacklist>@ blocklist>ties black to bad
@ whitelist>@ allowlist>ties white to good
@ crazy idea>@ surprising idea>makes light of illness
@ insane price>@ extreme price>makes light of illness
@ lame excuse>@ poor excuse>makes light of disability
the guys>everyone>names men only
the guys from the workshop>the people from the workshop>names men only
the girls from the office>the office staff>makes adults small
forefathers>ancestors>leaves out women
@ gentlemen's agreement>@ unwritten agreement>leaves out women
man-hours>working hours>leaves out women
@ grandfathered contract>@ exempted contract>comes from laws against Black voters
@ sanity check>@ quick check>makes light of illness
master and slave>primary and replica>makes light of slavery
@ dummy value>@ placeholder value>makes light of disability
"""
CONDITIONS = """
suffers from>has>takes suffering for granted
is confined to a wheelchair>uses a wheelchair>tells of a limit where there is a tool
is wheelchair-bound>uses a wheelchair>tells of a limit where there is a tool
is a victim of>has>takes suffering for granted
is afflicted with>has>takes suffering for granted
"""
ILLNESSES = "asthma diabetes epilepsy dyslexia migraine arthritis deafness anxiety".split()


def entries(text: str) -> list[tuple[str, str, str]]:
    return [tuple(line.split(">")) for line in text.strip().splitlines()]


def many(noun: str) -> str:
    return PLURALS.get(noun) or (noun[:-3] + "men" if noun.endswith("man") else plural(noun))
