import { Button } from "antd";
import { useRef } from "react";
import { ApiError } from "../../api/client";
import { InboxOutlined } from "../../ui/icons";
import { type Sent, send } from "../import/upload";

const KINDS = ".csv,.tsv,.txt,.xlsx,.xls,.ods,.parquet,.zip,.gz";

interface ChooseFileProps {
  title: string;
  sent: Sent | null;
  set: (sent: Sent) => void;
  refuse: (error: ApiError | null) => void;
}

/** A button that takes one file and sends it in; it bears the file's name from then on. */
export function ChooseFile({ title, sent, set, refuse }: ChooseFileProps) {
  const input = useRef<HTMLInputElement>(null);
  const take = (file: File | undefined) => {
    if (!file) return;
    refuse(null);
    send(file, () => undefined).then(set, (reason: unknown) => {
      if (reason instanceof ApiError) refuse(reason);
    });
  };
  return (
    <div className="campaign-field">
      <Button icon={<InboxOutlined />} onClick={() => input.current?.click()}>
        {sent ? sent.name : title}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept={KINDS}
        aria-label={title}
        onChange={({ target }) => {
          take(target.files?.[0]);
          target.value = "";
        }}
      />
    </div>
  );
}
