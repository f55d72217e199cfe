import { Alert, Button, Flex, Radio } from "antd";
import { useState } from "react";
import { Section } from "../../../ui/Section";
import type { ApiError } from "../../api/client";
import { Problem } from "../../states/Problem";
import { useWords } from "../../words/useWords";
import { ChooseFile } from "./ChooseFile";
import { CellsField, CommonFields, Field, type FieldsProps, TextField } from "./Fields";
import { Lines } from "./Lines";
import type { Ground } from "./shapes";

/** What is said of a list: budget, channels, offers, whom to leave in peace. */
export function ListFields({
  draft,
  change,
  ground,
  learned,
}: FieldsProps & { ground: Ground; learned: number }) {
  const { t } = useWords("campaigns");
  return (
    <Section id="list" title={t("form.list")}>
      <TextField plain label={t("form.name")} value={draft.name} set={(name) => change({ name })} />
      <CellsField draft={draft} change={change} ground={ground} />
      <Expectations draft={draft} change={change} learned={learned} />
      <div className="campaign-row">
        <TextField
          label={t("form.budget")}
          hint={t("form.budget_hint")}
          value={draft.budget}
          set={(budget) => change({ budget })}
        />
        <TextField label={t("form.most")} value={draft.most} set={(most) => change({ most })} />
        <TextField
          label={t("form.rest_days")}
          hint={t("form.rest_days_hint")}
          value={draft.restDays}
          set={(restDays) => change({ restDays: restDays.replace(/\D/g, "") })}
        />
      </div>
      <Field label={t("form.objective")}>
        {(id) => (
          <Radio.Group
            id={id}
            value={draft.objective}
            onChange={({ target }) => change({ objective: target.value as "money" | "people" })}
            options={(["money", "people"] as const).map((value) => ({
              value,
              label: t(`form.objectives.${value}`),
            }))}
          />
        )}
      </Field>
      <Lines
        least={1}
        title={t("form.channels")}
        hint={t("form.channels_hint")}
        lines={draft.channels}
        change={(channels) => change({ channels })}
      />
      <Lines
        least={1}
        title={t("form.offers")}
        hint={t("form.offer_net_hint")}
        lines={draft.offerNet}
        change={(offerNet) => change({ offerNet })}
      />
      <CommonFields draft={draft} change={change} />
    </Section>
  );
}

/** Where what to expect comes from: campaigns that were measured, or a file of one's own. */
function Expectations({ draft, change, learned }: FieldsProps & { learned: number }) {
  const { t } = useWords("campaigns");
  const [refused, setRefused] = useState<ApiError | null>(null);
  const { expectations } = draft;
  const told = expectations
    ? t("form.expected_told", { name: expectations.name })
    : learned > 0
      ? t("form.learned", { campaigns: learned })
      : t("form.not_learned");
  return (
    <>
      <Alert type={learned > 0 || expectations ? "info" : "warning"} showIcon title={told} />
      <div className="campaign-row">
        <Field label={t("form.expected_file")} hint={t("form.expected_file_hint")}>
          {() => (
            <Flex gap="small" wrap>
              <ChooseFile
                title={t("measure.file")}
                sent={expectations}
                set={(sent) => change({ expectations: sent })}
                refuse={setRefused}
              />
              {expectations ? (
                <Button type="text" onClick={() => change({ expectations: null })}>
                  {t("form.expected_drop")}
                </Button>
              ) : null}
            </Flex>
          )}
        </Field>
      </div>
      {refused ? <Problem error={refused} /> : null}
    </>
  );
}
