import { Button, Input, Radio } from "antd";
import { useState } from "react";
import { QuestionCircleOutlined } from "../../ui/icons";
import { useWords } from "../../words/useWords";
import type { Question, Said } from "./shapes";

interface QuestionsProps {
  questions: readonly Question[];
  said: Said;
  onAnswer: (question: Question, value: string) => void;
}

/** What the files leave open, in plain words: nothing is guessed. */
export function Questions({ questions, said, onAnswer }: QuestionsProps) {
  return questions.map((question) => (
    <One
      key={`${question.option} ${question.decision} ${question.where ?? ""}`}
      question={question}
      given={said[question.option][question.decision] ?? null}
      onAnswer={(value) => onAnswer(question, value)}
    />
  ));
}

interface OneProps {
  question: Question;
  given: string | null;
  onAnswer: (value: string) => void;
}

function One({ question, given, onAnswer }: OneProps) {
  const { t } = useWords("import");
  const name = `question-${question.decision}`;
  return (
    <fieldset className="question">
      <legend>
        <QuestionCircleOutlined aria-hidden="true" /> {question.message}
      </legend>
      {question.where ? <p className="quiet">{question.where}</p> : null}
      <Radio.Group
        name={name}
        className="question-choices"
        value={given}
        onChange={({ target }) => onAnswer(String(target.value))}
        options={question.choices.map(({ value, meaning }) => ({
          value,
          label: label(question, meaning, value),
        }))}
      />
      {question.free ? <Free form={question.free} label={t("question.other")} onAnswer={onAnswer} /> : null}
    </fieldset>
  );
}

/** An answer that is none of those proposed, such as the row of the headers. */
function Free({ form, label, onAnswer }: { form: string; label: string; onAnswer: (value: string) => void }) {
  const { t } = useWords("import");
  const [value, setValue] = useState("");
  const fits = new RegExp(`^(?:${form})$`, "u").test(value);
  return (
    <div className="question-free">
      <Input
        aria-label={label}
        placeholder={label}
        value={value}
        status={value && !fits ? "error" : ""}
        onChange={({ target }) => setValue(target.value)}
        onPressEnter={() => fits && onAnswer(value)}
      />
      <Button disabled={!fits} onClick={() => onAnswer(value)}>
        {t("question.take")}
      </Button>
    </div>
  );
}

/** A choice among columns names the column: what is in its cells does not say which it is. */
function label(question: Question, meaning: string, value: string): string {
  const told = plain(meaning, value);
  return question.option === "map" && !told.includes(value) ? `${value} · ${told}` : told;
}

/** The terminal writes the word to type behind the meaning; here it is pressed. */
function plain(meaning: string, value: string): string {
  return meaning.endsWith(` (${value})`) ? meaning.slice(0, -value.length - 3) : meaning;
}
