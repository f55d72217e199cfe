import { Button, Progress } from "antd";
import { type DragEvent, useRef, useState } from "react";
import { bytes } from "../../../numbers/bytes";
import { CloseOutlined, InboxOutlined } from "../../ui/icons";
import { useWords } from "../../words/useWords";
import type { Intake } from "./useIntake";

const KINDS = ".csv,.tsv,.txt,.xlsx,.xlsm,.xls,.xlsb,.ods,.parquet,.zip,.gz,.html,.xml";

/** The place where files are dropped or chosen, and the files that were. */
export function DropFiles({ intake }: { intake: Intake }) {
  const { t } = useWords("import");
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void intake.add([...event.dataTransfer.files]);
  };
  return (
    <>
      <button
        type="button"
        className={over ? "drop drop-over" : "drop"}
        onClick={() => input.current?.click()}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <InboxOutlined className="drop-sign" aria-hidden="true" />
        <strong>{t("drop.title")}</strong>
        <span className="quiet">{t("drop.kinds")}</span>
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={KINDS}
        aria-label={t("drop.title")}
        onChange={({ target }) => {
          void intake.add([...(target.files ?? [])]);
          target.value = "";
        }}
      />
      <FileList intake={intake} />
    </>
  );
}

function FileList({ intake }: { intake: Intake }) {
  const { t, lang } = useWords("import");
  if (intake.files.length === 0) return null;
  return (
    <ul className="sent-files" aria-label={t("drop.files")}>
      {intake.files.map((file) => (
        <li key={file.key}>
          <span className="sent-name">{file.name}</span>
          <span className="quiet">{bytes(file.size, lang)}</span>
          {file.error ? <span className="sign-bad">{file.error.message || t("state.failed")}</span> : null}
          {file.id === null && !file.error ? (
            <Progress percent={Math.floor(file.share * 100)} size="small" aria-label={file.name} />
          ) : null}
          <Button
            type="text"
            size="small"
            icon={<CloseOutlined />}
            aria-label={t("drop.remove", { name: file.name })}
            onClick={() => void intake.remove(file)}
          />
        </li>
      ))}
    </ul>
  );
}
