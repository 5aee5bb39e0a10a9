"use client";

import { useEffect } from "react";
import { countView } from "#components/api.ts";

/** Tells that somebody looks: asking for the page counts nothing, as programs do that too. */
export function CountView({ token }: { token: string }) {
  useEffect(() => {
    countView(token).catch(() => {}); // whether it is counted is not the reader's trouble
  }, [token]);
  return null;
}
