import { useEffect, useState } from "react";

const settleMs = 400;

/** A value as it was when it last stood still for a moment, as between two words of somebody who types. */
export function useSettled<Value>(value: Value): Value {
  const written = JSON.stringify(value);
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(JSON.parse(written)), settleMs);
    return () => clearTimeout(timer);
  }, [written]);
  return settled;
}
