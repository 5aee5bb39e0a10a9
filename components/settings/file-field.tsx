import type { Ref } from "react";
import type { FileName } from "#contract/draft.ts";

const purposes: Record<FileName, string> = {
  "model.yaml": "What the model is, its inputs, its output and its terms.",
  "prompt.liquid": "The prompt as one template. Empty it to use prompt.yaml.",
  "prompt.yaml": "The prompt as a list of messages, in place of prompt.liquid.",
  "README.md": "What stands on the README tab.",
  "examples.json": "Inputs that show what it does; the first ones fill the form.",
};

type FileFieldProps = {
  fieldRef: Ref<HTMLTextAreaElement>;
  file: FileName;
  text: string;
  isWrong: boolean;
  onChange: (text: string) => void;
};

export function FileField({ fieldRef, file, text, isWrong, onChange }: FileFieldProps) {
  return (
    <>
      <label htmlFor="draft-file" className="sr-only">
        {file}
      </label>
      <textarea
        id="draft-file"
        ref={fieldRef}
        value={text}
        onChange={(event) => onChange(event.target.value)}
        spellCheck={file === "README.md"}
        autoCapitalize="none"
        wrap="off"
        aria-invalid={isWrong || undefined}
        aria-describedby="draft-file-help draft-mistakes"
        className="field code block h-[36rem] resize-y overflow-auto px-3.5 py-2.5 text-base aria-[invalid]:border-danger sm:text-[0.8125rem]"
      />
      <p id="draft-file-help" className="mt-1.5 text-sm text-muted">
        {purposes[file]}
      </p>
    </>
  );
}

/** Selects a line, counted from 1, and brings it into view. */
export function goToLine(field: HTMLTextAreaElement, line: number) {
  const lines = field.value.split("\n");
  const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  field.focus();
  field.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
  field.scrollTop = ((line - 3) / lines.length) * field.scrollHeight;
}
