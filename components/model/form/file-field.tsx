import {
  type ClipboardEvent,
  type DragEvent,
  type ReactNode,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
} from "react";
import { Refusal, sendFile } from "#components/api.ts";
import { PlainImage } from "#components/ui/plain-image.tsx";
import { ProgressBar } from "#components/ui/progress-bar.tsx";
import { IMAGE_TYPES, imageSource } from "#contract/files.ts";
import type { InputOf } from "#contract/inputs/declaration.ts";
import { FieldFrame, type FieldProps, fieldId, fieldNotes } from "./field-frame.tsx";

/**
 * A file is sent as soon as it is chosen, dropped or pasted; the form holds its address. Before any script is there the
 * form posts the file itself.
 */
export function FileField({ input, text, error, onChange }: FieldProps<InputOf<"image" | "file">>) {
  const { isSending, refusal, fileName, fileInput, onFile } = useUpload(onChange);

  return (
    <FieldFrame input={input} error={refusal ?? (isSending ? null : error)}>
      <DropBox hasError={Boolean(refusal ?? error)} onFile={onFile}>
        <Chosen input={input} text={text} fileName={fileName} />
        <input
          ref={fileInput}
          type="file"
          id={fieldId(input.name)}
          name={input.name}
          accept={acceptedBy(input)}
          onChange={(event) => onFile(event.target.files?.[0])}
          aria-invalid={Boolean(refusal ?? error) || undefined}
          aria-describedby={fieldNotes(input)}
          className={`block w-full min-w-0 text-sm ${text === "" ? "text-muted" : "text-transparent"} file:mr-3 file:min-h-11 file:rounded-lg file:border file:border-line file:bg-glass file:px-3.5 file:font-medium file:text-ink sm:file:min-h-9`}
        />
        <input type="hidden" name={input.name} value={text} />
        {isSending && <ProgressBar label={`Sending ${input.title}`} progress={null} />}
        <div className="needs-script flex flex-wrap items-center justify-between gap-2 text-sm text-muted">
          <p>You can also drop it here, or paste it.</p>
          {text !== "" && input.optional && (
            <button type="button" className="button button-quiet" onClick={() => onChange("")}>
              Remove
            </button>
          )}
        </div>
      </DropBox>
    </FieldFrame>
  );
}

/** What the browser's dialog offers first; endings beside types, as systems know few types of text. */
function acceptedBy(input: InputOf<"image" | "file">): string | undefined {
  if (input.type === "image") return IMAGE_TYPES.join(",");
  return input.maxLength ? "text/*,.md,.csv,.tsv,.json,.yaml,.yml,.log,.tex" : undefined;
}

type ChosenProps = { input: InputOf<"image" | "file">; text: string; fileName: string };

/** An image to be seen, any other file by its name, as far as this page has seen it being chosen. */
function Chosen({ input, text, fileName }: ChosenProps) {
  if (text === "") return null;
  const source = input.type === "image" ? imageSource(text) : null;
  if (!source) return <p className="break-words">A file is here{fileName && `: ${fileName}`}.</p>;
  return (
    <PlainImage source={source} alt="What was chosen" className="mx-auto max-h-64 rounded-md" />
  );
}

type DropBoxProps = {
  hasError: boolean;
  onFile: (file: File | undefined) => void;
  children: ReactNode;
};

/** A frame into which a file can be dropped or pasted. */
function DropBox({ hasError, onFile, children }: DropBoxProps) {
  const [isOver, setIsOver] = useState(false);

  const handleDrop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    onFile(event.dataTransfer.files[0]);
  };
  const handlePaste = (event: ClipboardEvent) => {
    const [file] = event.clipboardData.files;
    if (file) event.preventDefault();
    onFile(file);
  };

  return (
    <fieldset
      aria-label="Place for a file"
      onDrop={handleDrop}
      onPaste={handlePaste}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      className={`field grid grid-cols-1 gap-3 border-dashed p-3 ${isOver ? "border-accent" : ""} ${hasError ? "border-danger" : ""}`}
    >
      {children}
    </fieldset>
  );
}

function useUpload(onChange: (address: string) => void) {
  const [isSending, setIsSending] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [fileName, setFileName] = useState("");
  const fileInput = useRef<HTMLInputElement>(null);

  const send = async (file: File) => {
    setIsSending(true);
    setRefusal(null);
    onChange(""); // else Run would take the one before
    try {
      onChange(await sendFile(file));
      setFileName(file.name);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      setRefusal(`This could not be sent. ${error.message}`);
    } finally {
      setIsSending(false);
    }
  };
  const handleFile = (file: File | undefined) => {
    if (file) void send(file);
  };

  // What was chosen before the scripts arrived.
  const onArrival = useEffectEvent(() => handleFile(fileInput.current?.files?.[0]));
  useEffect(() => onArrival(), []);

  return { isSending, refusal, fileName, fileInput, onFile: handleFile };
}
