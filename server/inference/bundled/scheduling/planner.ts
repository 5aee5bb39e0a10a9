import {
  type Busy,
  isReading,
  type Planned,
  planGenerating,
  planReading,
  tokensOf,
} from "./batch.ts";
import { StepBudget } from "./step-budget.ts";
import { Turns } from "./turns.ts";

/** Decides who takes part in the next step, and with how many tokens. */
export class Planner {
  private readonly turns: Turns;
  private readonly budget: StepBudget;
  private isReading = false;

  constructor(limits: { promptTokensPerStep: number; stepsPerTurn: number }) {
    this.turns = new Turns(limits.stepsPerTurn);
    this.budget = new StepBudget(limits.promptTokensPerStep);
  }

  /** Of the group whose turn it is, those who generate and those who read go by turns. */
  next(busy: Busy[]): Planned[] {
    const { group, pause } = this.turns.choose(busy);
    const generating = planGenerating(group);
    const reading = group.filter(({ run }) => isReading(run));
    this.isReading = reading.length > 0 && (generating.length === 0 || !this.isReading);
    if (!this.isReading) return generating;
    const rest = reading.reduce((sum, { run }) => sum + run.todo.length, 0);
    const company = { generating: generating.length, reading: reading.length, rest, pause };
    return planReading(reading, this.budget.promptTokens(company));
  }

  /** What the step just planned took. */
  observe(plan: Planned[], ms: number): void {
    if (this.isReading) this.budget.observePrompt(tokensOf(plan), ms);
    else this.budget.observeGenerating(plan.length, ms);
  }
}
