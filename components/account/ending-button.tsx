type EndingButtonProps = {
  /** The route that ends it. */
  action: string;
  /** What ends, as in "Remove ada". */
  label: string;
  consequence: string;
  /** What is sent along. */
  hidden?: Record<string, string>;
};

/** Ends something for good, in two steps; a plain form, which needs no scripts. */
export function EndingButton({ action, label, consequence, hidden = {} }: EndingButtonProps) {
  return (
    <details className="group">
      <summary className="button button-quiet list-none">
        <span className="group-open:hidden">{label}</span>
        <span className="hidden group-open:inline">Keep it</span>
      </summary>
      <form method="post" action={action} className="mt-2 max-w-64 text-sm">
        {Object.entries(hidden).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <p>{consequence}</p>
        <button type="submit" className="button mt-2 text-danger">
          Yes: {label.charAt(0).toLowerCase() + label.slice(1)}
        </button>
      </form>
    </details>
  );
}
