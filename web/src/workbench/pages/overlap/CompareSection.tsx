import { Button, Select } from "antd";
import { useState } from "react";
import { Section } from "../../../ui/Section";
import type { ShownCodes } from "../../api/schema";
import { PlayCircleOutlined } from "../../ui/icons";
import { OneFile } from "../../ui/OneFile";
import { useWords } from "../../words/useWords";
import { useWork } from "../evidence/useWork";
import { Work } from "../evidence/Work";
import type { Sent } from "../import/upload";

const SENT = "";

/** Two files of codes are counted: one's own, and that of the other company. */
export function CompareSection({ made }: { made: ShownCodes[] }) {
  const { t, dates } = useWords("overlap");
  const [codes, setCodes] = useState<string | null>(null);
  const [mine, setMine] = useState<Sent | null>(null);
  const [theirs, setTheirs] = useState<Sent | null>(null);
  const work = useWork();
  const chosen = codes ?? made[0]?.id ?? SENT;
  const ready = theirs !== null && (chosen !== SENT || mine !== null);
  const begin = () => {
    work.begin("overlap/comparisons", {
      codes: chosen === SENT ? null : chosen,
      mine: chosen === SENT ? (mine?.id ?? null) : null,
      theirs: theirs?.id,
    });
    // What was compared does not wait on the server any more.
    setMine(null);
    setTheirs(null);
  };
  const file = (label: string, hint: string, one: Sent | null, onFile: (sent: Sent | null) => void) => (
    <OneFile
      label={label}
      hint={hint}
      without={(name) => t("without", { name })}
      file={one}
      onFile={onFile}
      accept=".csv"
    />
  );
  return (
    <Section id="compare" title={t("compare.title")} lead={t("compare.lead")}>
      <div className="overlap-sides">
        <Select
          className="evidence-kept"
          aria-label={t("compare.mine")}
          value={chosen}
          options={[
            ...made.map((one) => ({
              value: one.id,
              label: t("compare.one", { key: one.key, run: one.run, at: dates.moment(one.at) }),
            })),
            { value: SENT, label: t("compare.sent") },
          ]}
          popupMatchSelectWidth={false}
          onChange={setCodes}
        />
        {chosen === SENT ? file(t("compare.mine_file"), t("compare.mine_hint"), mine, setMine) : null}
        {file(t("compare.theirs"), t("compare.theirs_hint"), theirs, setTheirs)}
        <Work work={work} />
        <Button
          type="primary"
          icon={<PlayCircleOutlined />}
          disabled={!ready}
          loading={work.busy}
          onClick={begin}
        >
          {t("compare.begin")}
        </Button>
      </div>
    </Section>
  );
}
