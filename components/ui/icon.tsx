const paths = {
  alert:
    "M8 5.5v3.25M8 11.25v.01M6.9 2.6 1.6 11.8a1.25 1.25 0 0 0 1.1 1.9h10.6a1.25 1.25 0 0 0 1.1-1.9L9.1 2.6a1.25 1.25 0 0 0-2.2 0Z",
  check: "m3 8.5 3.25 3.25L13 5",
  chevron: "m6 3.5 4.5 4.5L6 12.5",
  code: "m5.5 4-4 4 4 4m5-8 4 4-4 4",
  copy: "M5.5 5.5V3.25c0-.7.55-1.25 1.25-1.25h6c.7 0 1.25.55 1.25 1.25v6c0 .7-.55 1.25-1.25 1.25H10.5M3.25 5.5h6c.7 0 1.25.55 1.25 1.25v6c0 .7-.55 1.25-1.25 1.25h-6C2.55 14 2 13.45 2 12.75v-6c0-.7.55-1.25 1.25-1.25Z",
  cross: "m4.5 4.5 7 7m0-7-7 7",
  download: "M8 2v8m0 0 3.25-3.25M8 10 4.75 6.75M2.5 13.5h11",
  link: "M6.75 9.25a2.75 2.75 0 0 0 3.9 0l2.3-2.3a2.75 2.75 0 0 0-3.9-3.9l-.8.8m1 2.9a2.75 2.75 0 0 0-3.9 0l-2.3 2.3a2.75 2.75 0 0 0 3.9 3.9l.8-.8",
  pencil:
    "M9.75 4 12 6.25M2.5 13.5l.7-3 7.6-7.6a1.1 1.1 0 0 1 1.55 0l.75.75a1.1 1.1 0 0 1 0 1.55l-7.6 7.6-3 .7Z",
  share:
    "M11 5.5a1.75 1.75 0 1 0 0-3.5 1.75 1.75 0 0 0 0 3.5ZM4.5 9.75a1.75 1.75 0 1 0 0-3.5 1.75 1.75 0 0 0 0 3.5ZM11 14a1.75 1.75 0 1 0 0-3.5 1.75 1.75 0 0 0 0 3.5ZM6 7.1l3.5-2M6 8.9l3.5 2",
  run: "M5 3.4v9.2L12.5 8 5 3.4Z",
  stop: "M4.25 4.25h7.5v7.5h-7.5z",
  undo: "M5.5 3 2.5 6l3 3M2.75 6H10a3.5 3.5 0 0 1 0 7H6",
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 16 16"
      className="size-4 shrink-0 fill-none stroke-current stroke-[1.5] [stroke-linecap:round] [stroke-linejoin:round]"
    >
      <path d={paths[name]} />
    </svg>
  );
}
