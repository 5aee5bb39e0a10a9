"use client";

import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { draftQuery } from "#components/api.ts";
import { ViewSwitch } from "#components/ui/view-switch.tsx";
import { type DraftFiles, FILE_NAMES, type FileName, type Mistake } from "#contract/draft.ts";
import { DraftChanges } from "./draft-changes.tsx";
import { DraftPreview } from "./draft-preview.tsx";
import { FileField, goToLine } from "./file-field.tsx";
import { MistakeList } from "./mistake-list.tsx";
import { PublishBar } from "./publish-bar.tsx";
import { useDraft } from "./use-draft.ts";
import { useSettled } from "./use-settled.ts";

type DefinitionEditorProps = {
  model: { owner: string; name: string; version: string };
  /** The texts that the current version was published from. */
  files: DraftFiles;
};

/** A model's files, to be changed and published as its next version, with what visitors would get beside them. */
export function DefinitionEditor(props: DefinitionEditorProps) {
  const [queryClient] = useState(() => new QueryClient());
  return (
    <QueryClientProvider client={queryClient}>
      <Editor {...props} />
    </QueryClientProvider>
  );
}

function Editor({ model, files: published }: DefinitionEditorProps) {
  const draft = useDraft(model, published);
  const check = useQuery(draftQuery(model, useSettled(draft.files)));
  const { file, fieldRef, onGoTo } = useOpenFile();
  const mistakes = check.data?.ok === false ? check.data.mistakes : [];
  return (
    <>
      <div className="grid grid-cols-1 gap-10 lg:grid-cols-2">
        <section aria-labelledby="files-title" className="min-w-0">
          <h3 id="files-title" className="mb-4 font-medium">
            Files
          </h3>
          <div className="mb-3 max-w-full overflow-x-auto">
            <ViewSwitch
              label="File"
              name="file"
              views={FILE_NAMES.map((name) => ({ view: name, title: name }))}
              current={file}
            />
          </div>
          <FileField
            key={file}
            fieldRef={fieldRef}
            file={file}
            text={draft.files[file] ?? ""}
            isWrong={mistakes.some((mistake) => mistake.file === file)}
            onChange={(text) => draft.onChange(file, text)}
          />
          <MistakeList mistakes={mistakes} onGoTo={onGoTo} />
        </section>
        <DraftPreview check={check.data ?? null} />
      </div>
      {draft.isChanged && check.data?.ok && <DraftChanges check={check.data} />}
      <PublishBar model={model} draft={draft} check={check} />
    </>
  );
}

/** Which file is open stands in the address. Going to a line of another opens that one first. */
function useOpenFile() {
  const wanted = useSearchParams().get("file");
  const file: FileName = FILE_NAMES.find((name) => name === wanted) ?? FILE_NAMES[0];
  const fieldRef = useRef<HTMLTextAreaElement>(null);
  const [target, setTarget] = useState<Mistake | null>(null);

  useEffect(() => {
    if (!target || target.file !== file || !fieldRef.current) return;
    goToLine(fieldRef.current, target.line ?? 1);
    setTarget(null);
  }, [target, file]);

  const handleGoTo = (mistake: Mistake) => {
    setTarget(mistake);
    const search = new URLSearchParams(window.location.search);
    search.set("file", mistake.file);
    if (mistake.file !== file) window.history.replaceState(null, "", `?${search}`);
  };

  return { file, fieldRef, onGoTo: handleGoTo };
}
