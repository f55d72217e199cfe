import { Button, Input } from "antd";
import { useState } from "react";
import { Section } from "../../../ui/Section";
import { useChange, useData } from "../../api/hooks";
import type { ResourceDocument } from "../../api/shapes";
import { useRight } from "../../session";
import { Fetched } from "../../states/Fetched";
import { Problem } from "../../states/Problem";
import { useWords } from "../../words/useWords";

/** The document that says what there is: read by everybody who is here, written by who may write schemes. */
export function ResourceForm({ number }: { number: number }) {
  const { t } = useWords("resources");
  const document = useData<ResourceDocument>(`runs/${number}/resources/document`);
  return (
    <Section id="document" title={t("document")} lead={t("document_lead")}>
      <Fetched of={document}>
        {(found) => <Form key={found.text} number={number} text={found.text} />}
      </Fetched>
    </Section>
  );
}

function Form({ number, text }: { number: number; text: string }) {
  const { t } = useWords("resources");
  const may = useRight("schemes.write");
  const [written, setWritten] = useState(text);
  const change = useChange();
  return (
    <>
      <Input.TextArea
        className="document-text"
        aria-label={t("document")}
        value={written}
        readOnly={!may}
        spellCheck={false}
        rows={16}
        onChange={(event) => setWritten(event.target.value)}
      />
      {change.error ? <Problem error={change.error} /> : null}
      {may ? (
        <Button
          type="primary"
          disabled={written === text}
          loading={change.isPending}
          onClick={() =>
            change.mutate({
              method: "PUT",
              path: `runs/${number}/resources/document`,
              body: { text: written },
            })
          }
        >
          {t("form.save")}
        </Button>
      ) : null}
    </>
  );
}
