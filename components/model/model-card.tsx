import type { GalleryEntry } from "#contract/gallery.ts";

const outputs: Record<GalleryEntry["output"], string> = {
  ...{ text: "Text", markdown: "Formatted text", code: "Code", sql: "SQL", json: "JSON" },
  ...{ table: "A table", "key-values": "Facts", diff: "Tracked changes" },
  ...{ image: "An image", "honeycomb-query": "A query" },
};

export function ModelCard({ model }: { model: GalleryEntry }) {
  const { owner, name, title, description, visibility, output } = model;
  return (
    <article className="glass relative flex h-full min-h-56 flex-col p-6 motion-safe:transition-colors focus-within:border-edge hover:border-edge">
      <h2 className="text-xl font-medium tracking-tight">
        {/* The whole card is the link, while only its title is read out as one. */}
        <a href={`/${owner}/${name}`} className="after:absolute after:inset-0 after:rounded-2xl">
          {title}
        </a>
      </h2>
      <p className="mt-2 line-clamp-4 text-muted">{description}</p>
      <p className="mt-auto flex flex-wrap gap-2 pt-6 text-sm">
        <Badge text={outputs[output]} />
        {!model.has_engine && <Badge text="Needs an engine" />}
        {visibility !== "public" && (
          <Badge text={visibility === "private" ? "Private" : "Unlisted"} />
        )}
      </p>
      <p className="mt-3 flex flex-wrap justify-between gap-x-4 text-sm text-muted">
        <span className="code min-w-0 break-words">
          {owner}/{name}
        </span>
        <span className="tabular-nums">{describeCount(model.run_count)}</span>
      </p>
    </article>
  );
}

const Badge = ({ text }: { text: string }) => (
  <span className="rounded-md bg-sunken px-2 py-0.5">{text}</span>
);

function describeCount(count: number | null): string {
  if (count === null) return "Over 10,000 predictions";
  return count === 1 ? "1 prediction" : `${count.toLocaleString("en")} predictions`;
}
