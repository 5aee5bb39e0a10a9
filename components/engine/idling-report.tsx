import { formatSeconds } from "#components/prediction/describe-status.ts";
import { type BaseTraffic, trafficOf } from "#contract/engine.ts";
import {
  coldStartChance,
  idleWindows,
  meanAddedWait,
  paidShare,
  sensibleWindow,
  type Traffic,
  waitingWeight,
} from "#contract/idling.ts";
import { formatWindow } from "./describe-engine-model.ts";
import { adviseIdling, describeSetting, describeTraffic, formatShare } from "./describe-idling.ts";

/** What unloading idle models would cost and save here, by what was measured here. */
export function IdlingReport({ traffic }: { traffic: BaseTraffic[] }) {
  return (
    <section aria-labelledby="idling" className="mt-16">
      <h2 id="idling" className="text-xl font-medium tracking-tight">
        What idling costs and saves
      </h2>
      <p className="mt-2 max-w-[44rem] text-sm text-muted text-pretty">
        A model that stays loaded takes memory while nobody uses it; one that was unloaded lets the
        next visitor wait. Requests are taken to come at random; where they come in bursts,
        unloading costs less than this. A second that somebody waits counts as much as{" "}
        {waitingWeight} seconds of idling.
      </p>
      {traffic.length === 0 && (
        <p className="mt-6 text-muted">
          Nothing was asked of these engines in the last week, so there is nothing to reckon with.
        </p>
      )}
      <div className="mt-8 grid grid-cols-1 gap-12">
        {traffic.map((base) => (
          <BaseReport key={base.id} base={base} />
        ))}
      </div>
    </section>
  );
}

function BaseReport({ base }: { base: BaseTraffic }) {
  const traffic = trafficOf(base);
  const setting = describeSetting(base);
  return (
    <section aria-label={base.name}>
      <h3 className="font-medium break-words">{base.name}</h3>
      <p className="mt-1 max-w-[44rem] text-sm text-muted">{describeTraffic(base)}</p>
      <p className="mt-3 max-w-[44rem]">{adviseIdling(base)}</p>
      {setting && <p className="mt-1 max-w-[44rem] text-sm text-muted">{setting}</p>}
      {traffic && <IdlingTable name={base.name} traffic={traffic} />}
    </section>
  );
}

function IdlingTable({ name, traffic }: { name: string; traffic: Traffic }) {
  const best = sensibleWindow(traffic);
  return (
    <table className="mt-5 w-full max-w-[44rem] text-sm tabular-nums">
      <caption className="sr-only">{name}: what each idle window costs</caption>
      <thead>
        <tr className="border-b border-edge text-left align-bottom text-muted">
          <HeadCell>Unload after</HeadCell>
          <HeadCell isNumber>Chance of a cold start</HeadCell>
          <HeadCell isNumber>Mean added wait</HeadCell>
          <HeadCell isNumber>Share of always-on</HeadCell>
        </tr>
      </thead>
      <tbody>
        {idleWindows.map((window) => (
          <tr
            key={window}
            className={`border-b border-line ${window === best ? "bg-accent-soft" : ""}`}
          >
            <th scope="row" className="px-2 py-2.5 text-left font-normal first-letter:uppercase">
              {formatWindow(window)}
              {window === best && <span className="text-accent"> (sensible)</span>}
            </th>
            <NumberCell>{formatShare(coldStartChance(traffic, window))}</NumberCell>
            <NumberCell>{formatWait(meanAddedWait(traffic, window))}</NumberCell>
            <NumberCell>{formatShare(paidShare(traffic, window))}</NumberCell>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const formatWait = (seconds: number): string => (seconds === 0 ? "none" : formatSeconds(seconds));

function HeadCell({ children, isNumber = false }: { children: string; isNumber?: boolean }) {
  return (
    <th scope="col" className={`px-2 pb-2 font-normal ${isNumber ? "text-right" : ""}`}>
      {children}
    </th>
  );
}

function NumberCell({ children }: { children: string }) {
  return <td className="px-2 py-2.5 text-right">{children}</td>;
}
