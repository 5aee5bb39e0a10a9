import { useEffect, useState } from "react";
import type { DraftFiles, FileName } from "#contract/draft.ts";

type Edited = { owner: string; name: string; version: string };

/** The texts that are being edited: what was changed outlives a reload of the page, and leaving it is asked about. */
export function useDraft({ owner, name, version }: Edited, published: DraftFiles) {
  const key = `vitrine.draft.${owner}/${name}.${version}`;
  const [changed, setChanged] = useState<DraftFiles>({});
  // Only a browser keeps drafts: what the server renders are the published texts.
  useEffect(() => setChanged(readKept(key)), [key]);
  const files = { ...published, ...changed };
  const isChanged = Object.entries(changed).some(
    ([file, text]) => text !== (published[file as FileName] ?? ""),
  );
  useQuestion(isChanged);

  const keep = (next: DraftFiles) => {
    setChanged(next);
    if (Object.keys(next).length === 0) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(next));
  };

  return {
    files,
    isChanged,
    onChange: (file: FileName, text: string) => keep({ ...changed, [file]: text }),
    onDiscard: () => keep({}),
  };
}

function readKept(key: string): DraftFiles {
  return JSON.parse(sessionStorage.getItem(key) ?? "{}") as DraftFiles; // written by keep
}

/** The browser asks before a page with changes is left. */
function useQuestion(isChanged: boolean) {
  useEffect(() => {
    if (!isChanged) return;
    const handleLeave = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", handleLeave);
    return () => window.removeEventListener("beforeunload", handleLeave);
  }, [isChanged]);
}
