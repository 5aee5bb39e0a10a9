import { database } from "./database.ts";
import { canServe } from "./inference/engines.ts";
import { shared } from "./shared.ts";

const DATABASE_TIMEOUT_MS = 3_000;

const presence = () => shared("presence", () => ({ isLeaving: false }));

/** From now on this process says that it is not ready: nothing new is to be sent to it. */
export function announceLeaving(): void {
  presence().isLeaving = true;
}

/** What keeps this process from running a prediction now, a sentence each; empty when nothing does. */
export async function findObstacles(): Promise<string[]> {
  const [hasDatabase, hasEngine] = await Promise.all([answers(), canServe()]);
  return [
    ...(presence().isLeaving ? ["This process is leaving."] : []),
    ...(hasDatabase ? [] : ["The database does not answer."]),
    ...(hasEngine ? [] : ["No engine has a model: it is starting, or weights are missing."]),
  ];
}

function answers(): Promise<boolean> {
  const asked = database().$queryRaw`SELECT 1`.then(
    () => true,
    () => false,
  );
  const late = new Promise<boolean>((resolve) => {
    setTimeout(() => resolve(false), DATABASE_TIMEOUT_MS).unref();
  });
  return Promise.race([asked, late]);
}
