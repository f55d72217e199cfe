import { Button, Input } from "antd";
import { type FormEvent, useState } from "react";
import { DataTable } from "../../../tables/DataTable";
import { Section } from "../../../ui/Section";
import { useChange, useData } from "../../api/hooks";
import type { HeldOf, OptOut } from "../../api/shapes";
import { Fetched } from "../../states/Fetched";
import { Problem } from "../../states/Problem";
import { SearchOutlined } from "../../ui/icons";
import { useAsk } from "../../ui/useAsk";
import { useWords } from "../../words/useWords";
import { Held } from "./Held";

/** What a customer may ask for: what is held, a copy, a correction, no marketing, to be forgotten, and why. */
export default function PrivacyTab() {
  return (
    <>
      <OnePerson />
      <OptOuts />
    </>
  );
}

function OnePerson() {
  const { t } = useWords("settings");
  const find = useChange<HeldOf>();
  const [id, setId] = useState("");
  const search = (event: FormEvent) => {
    event.preventDefault();
    if (id.trim()) find.mutate({ method: "POST", path: "privacy/find", body: { id: id.trim() } });
  };
  return (
    <Section id="person" title={t("privacy.find_title")} lead={t("privacy.find_lead")}>
      <form className="inline-form" onSubmit={search}>
        <Input
          value={id}
          maxLength={256}
          placeholder={t("privacy.id")}
          aria-label={t("privacy.id")}
          onChange={(event) => setId(event.target.value)}
        />
        <Button type="primary" htmlType="submit" icon={<SearchOutlined />} loading={find.isPending}>
          {t("privacy.find")}
        </Button>
      </form>
      {find.error ? <Problem error={find.error} /> : null}
      {find.data ? <Held held={find.data} onChange={find.reset} /> : null}
    </Section>
  );
}

function OptOuts() {
  const { t, dates } = useWords("settings");
  const optOuts = useData<OptOut[]>("privacy/opt-outs", { query: { size: 200 } });
  const ask = useAsk();
  const back = (customer: string) =>
    ask(
      { title: t("privacy.opt_in_title"), text: t("privacy.opt_in_text"), yes: t("privacy.opt_in") },
      { method: "DELETE", path: `privacy/opt-outs/${encodeURIComponent(customer)}` },
    );
  return (
    <Section id="optouts" title={t("privacy.opt_outs")} lead={t("privacy.opt_outs_lead")}>
      <Fetched of={optOuts}>
        {(all) =>
          all.length === 0 ? (
            <p className="quiet">{t("privacy.nobody")}</p>
          ) : (
            <DataTable
              cards
              title={t("privacy.opt_outs")}
              rows={all}
              rowKey={({ customer }) => customer}
              columns={[
                { key: "customer", title: t("privacy.customer"), render: ({ customer }) => customer },
                { key: "by", title: t("privacy.by"), render: ({ by }) => by },
                { key: "created", title: t("privacy.since"), render: ({ created }) => dates.moment(created) },
                {
                  key: "back",
                  title: "",
                  render: ({ customer }) => (
                    <Button size="small" onClick={() => back(customer)}>
                      {t("privacy.opt_in")}
                    </Button>
                  ),
                },
              ]}
            />
          )
        }
      </Fetched>
    </Section>
  );
}
