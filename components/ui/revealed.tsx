"use client";

import { useLayoutEffect, useRef } from "react";

/** Within a link of a nav that scrolls sideways: the strip comes with this link in sight. */
export function Revealed() {
  const mark = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    const link = mark.current?.parentElement;
    const strip = link?.closest("nav");
    if (!link || !strip) return;
    const before = link.getBoundingClientRect().left - strip.getBoundingClientRect().left;
    strip.scrollLeft += before - (strip.clientWidth - link.clientWidth) / 2;
  }, []);
  return <span ref={mark} hidden />;
}
