import type { KeyboardEvent } from "react";

/** Enter and Esc belong to the input method while it composes; Safari says so by the old key code alone. */
export const isComposing = ({ nativeEvent }: KeyboardEvent): boolean =>
  nativeEvent.isComposing || nativeEvent.keyCode === 229;
