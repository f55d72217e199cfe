import { Button } from "antd";
import { useRef, useState } from "react";
import { Section } from "../../../ui/Section";
import { useChange, useData } from "../../api/hooks";
import { Fetched } from "../../states/Fetched";
import { Problem } from "../../states/Problem";
import { SaveOutlined } from "../../ui/icons";
import { useWords } from "../../words/useWords";
import { Editor, type EditorHandle } from "../schemes/Editor";
import { Findings } from "../schemes/Findings";
import type { DocumentName, WatchDocument } from "./shapes";
import { useFindings } from "./useFindings";

export interface DocumentSectionProps {
  name: DocumentName;
  title: string;
  lead: string;
  /** Called when it was kept, and when it is to stay as it is. */
  onClose: () => void;
}

/** The text of a document: changed with what is wrong marked at its line, and kept. */
export default function DocumentSection({ name, title, lead, onClose }: DocumentSectionProps) {
  const document = useData<WatchDocument>(`documents/${name}`);
  return (
    <Section id="document" title={title} lead={lead}>
      <Fetched of={document}>
        {(found) => <Form name={name} title={title} document={found} onClose={onClose} />}
      </Fetched>
    </Section>
  );
}

interface FormProps {
  name: DocumentName;
  title: string;
  document: WatchDocument;
  onClose: () => void;
}

function Form({ name, title, document, onClose }: FormProps) {
  const { t } = useWords("documents");
  // Null until somebody writes: until then the text follows what the server tells.
  const [written, setWritten] = useState<string | null>(null);
  const text = written ?? document.text;
  const editor = useRef<EditorHandle>(null);
  const change = useChange<WatchDocument>();
  const lint = useFindings(name, text);
  const findings = lint.data?.findings ?? [];
  const looked = lint.data?.of === text;
  const save = () =>
    change.mutate({ method: "PUT", path: `documents/${name}`, body: { text } }, { onSuccess: onClose });
  return (
    <>
      {document.own ? null : <p className="quiet">{t("begin")}</p>}
      <Editor ref={editor} value={text} onChange={setWritten} findings={findings} label={title} />
      {lint.error ? <Problem error={lint.error} /> : null}
      {lint.data ? (
        <Findings
          findings={findings}
          onJump={({ line, column }) => line !== null && editor.current?.jump(line, column)}
        />
      ) : (
        <p className="quiet findings-none">{t("checking")}</p>
      )}
      {change.error ? <Problem error={change.error} /> : null}
      <div className="document-actions">
        <Button
          type="primary"
          icon={<SaveOutlined />}
          disabled={(document.own && text === document.text) || (looked && findings.length > 0)}
          loading={change.isPending}
          onClick={save}
        >
          {t("form.save")}
        </Button>
        <Button onClick={onClose}>{t("form.cancel")}</Button>
      </div>
    </>
  );
}
