type ModelCardProps = {
  model: { owner: string; name: string; title: string; description: string; run_count: number };
};

export function ModelCard({ model }: ModelCardProps) {
  const { owner, name, title, description, run_count: count } = model;
  return (
    <article className="glass relative flex h-full min-h-56 flex-col p-6 transition-colors focus-within:border-edge hover:border-edge">
      <h2 className="text-xl font-medium tracking-tight">
        {/* The whole card is the link, while only its title is read out as one. */}
        <a href={`/${owner}/${name}`} className="after:absolute after:inset-0 after:rounded-2xl">
          {title}
        </a>
      </h2>
      <p className="mt-2 line-clamp-4 text-muted">{description}</p>
      <p className="mt-auto flex flex-wrap justify-between gap-x-4 pt-6 text-sm text-muted">
        <span className="code">
          {owner}/{name}
        </span>
        <span className="tabular-nums">
          {count === 1 ? "1 prediction" : `${count.toLocaleString("en")} predictions`}
        </span>
      </p>
    </article>
  );
}
