import { Button } from "antd";
import { useRef, useState } from "react";
import { ApiError } from "../api/client";
import { type Sent, send } from "../pages/import/upload";
import { Problem } from "../states/Problem";
import { CloseOutlined, InboxOutlined } from "./icons";

const TABLES = ".csv,.tsv,.txt,.xlsx,.xlsm,.xls,.ods,.parquet";

interface OneFileProps {
  label: string;
  hint: string;
  /** What the button says that takes the file away again. */
  without: (name: string) => string;
  file: Sent | null;
  onFile: (file: Sent | null) => void;
  accept?: string;
}

/** One file in a form: sent at once, and taken away again before it was used. */
export function OneFile({ label, hint, without, file, onFile, accept = TABLES }: OneFileProps) {
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiError | null>(null);
  const take = async (chosen: File) => {
    setBusy(true);
    setProblem(null);
    try {
      onFile(await send(chosen, () => undefined));
    } catch (error) {
      setProblem(error instanceof ApiError ? error : new ApiError(0, {}));
    }
    setBusy(false);
  };
  return (
    <div className="evidence-wide evidence-file">
      <Button icon={<InboxOutlined />} loading={busy} onClick={() => input.current?.click()}>
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        className="evidence-hidden"
        accept={accept}
        aria-label={label}
        onChange={({ target }) => {
          const chosen = target.files?.[0];
          if (chosen) void take(chosen);
          target.value = "";
        }}
      />
      {file ? (
        <span>
          {file.name}
          <Button
            type="text"
            size="small"
            icon={<CloseOutlined />}
            aria-label={without(file.name)}
            onClick={() => onFile(null)}
          />
        </span>
      ) : (
        <span className="quiet">{hint}</span>
      )}
      {problem ? <Problem error={problem} /> : null}
    </div>
  );
}
