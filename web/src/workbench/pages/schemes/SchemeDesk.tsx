import { useRef, useState } from "react";
import { Section } from "../../../ui/Section";
import { useRun } from "../../runs";
import { useRight } from "../../session";
import { PageHead } from "../../ui/PageHead";
import { useWords } from "../../words/useWords";
import { Editor, type EditorHandle } from "./Editor";
import { Findings } from "./Findings";
import { Preview } from "./Preview";
import { SchemeActions } from "./SchemeActions";
import type { Linted, SchemeCard, SchemeText } from "./shapes";
import { useLint, usePreview } from "./useTrial";
import { Weights } from "./Weights";

interface SchemeDeskProps {
  scheme: SchemeText;
  card: SchemeCard | undefined;
}

/** Text and picture side by side: whatever is written or slid shows at once what it would do. */
export function SchemeDesk({ scheme, card }: SchemeDeskProps) {
  const { t } = useWords("schemes");
  const [text, setText] = useState(scheme.text);
  const editor = useRef<EditorHandle>(null);
  const { run } = useRun();
  const mayWrite = useRight("schemes.write");
  const lint = useLint(text);
  const told: Linted & { of: string } = lint.data ?? { ...scheme, of: scheme.text };
  const sound = told.sound && told.of === text;
  const preview = usePreview(text, run?.number, sound);
  // A text that cannot be read for a moment keeps its sliders, still.
  const weights = useRef(told.weights);
  if (told.scheme) weights.current = told.weights;
  const title = told.scheme?.title || card?.title || scheme.id;
  return (
    <>
      <PageHead
        title={title}
        lead={card?.purpose ?? undefined}
        facts={[
          [t("id"), told.scheme?.id ?? scheme.id],
          ...(card?.source ? [[t("source"), card.source] as const] : []),
        ]}
        actions={<SchemeActions scheme={scheme} card={card} text={text} sound={told.sound} />}
      />
      <div className="scheme-desk">
        <div className="scheme-picture">
          {weights.current.length > 0 ? (
            <Section id="weights" title={t("weights.title")} lead={t("weights.lead")}>
              <Weights
                weights={weights.current}
                of={told.scheme ? told.of : ""}
                text={text}
                onText={setText}
                disabled={told.scheme === null}
              />
            </Section>
          ) : null}
          <Section id="preview" title={t("preview.title")} lead={run ? t("preview.lead") : undefined}>
            {run ? (
              <Preview of={preview} sound={told.sound} />
            ) : (
              <p className="quiet">{t("preview.no_run")}</p>
            )}
          </Section>
        </div>
        <div className="scheme-words">
          <Section id="text" title={t("text.title")} lead={mayWrite ? t("text.lead") : t("text.lead_reader")}>
            <Editor
              ref={editor}
              value={text}
              onChange={setText}
              findings={told.findings}
              label={t("text.title")}
            />
            <Findings
              findings={told.findings}
              onJump={({ line, column }) => line !== null && editor.current?.jump(line, column)}
            />
          </Section>
          <Section id="sentences" title={t("sentences.title")}>
            {told.sentences.length > 0 ? (
              <ul className="sentences-list">
                {told.sentences.map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
            ) : (
              <p className="quiet">{t("sentences.none")}</p>
            )}
          </Section>
        </div>
      </div>
    </>
  );
}
