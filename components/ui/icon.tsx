import icons from "./icons.svg";

/** The symbols of icons.svg, which lie in a file of their own so that no script carries them. */
export type IconName =
  | "alert"
  | "check"
  | "chevron"
  | "code"
  | "copy"
  | "cross"
  | "download"
  | "flag"
  | "link"
  | "pencil"
  | "run"
  | "search"
  | "share"
  | "star"
  | "stop"
  | "trash"
  | "undo";

export function Icon({ name }: { name: IconName }) {
  return (
    <svg
      aria-hidden="true"
      className="size-4 shrink-0 fill-none stroke-current stroke-[1.5] [stroke-linecap:round] [stroke-linejoin:round]"
    >
      <use href={`${icons.src}#${name}`} />
    </svg>
  );
}
