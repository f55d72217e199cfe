import { Button, Input } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { useChange, useFile, useStart } from "../../api/hooks";
import type { HeldOf } from "../../api/shapes";
import { useLink } from "../../runs";
import { Problem } from "../../states/Problem";
import { DownloadOutlined } from "../../ui/icons";
import { useAsk } from "../../ui/useAsk";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";

/** What is held of one customer, and everything that they may ask for. */
export function Held({ held, onChange }: { held: HeldOf; onChange: () => void }) {
  const { t, dates } = useWords("settings");
  const figures = useFigures();
  const ask = useAsk();
  const optOut = useChange();
  const copy = useFile();
  const link = useLink();
  const facts: [string, string][] = [
    [t("privacy.kept_as"), held.customers.join(" · ")],
    [t("privacy.lines"), figures.count(held.lines)],
    [t("privacy.amount"), figures.money(held.amount)],
    [
      t("privacy.between"),
      held.first && held.last ? `${dates.day(held.first)} – ${dates.day(held.last)}` : "–",
    ],
    [t("privacy.runs"), held.runs.join(" · ") || "–"],
    [t("privacy.opted_out"), t(held.opted_out ? "privacy.yes" : "privacy.no")],
  ];
  const erase = () =>
    ask(
      {
        title: t("privacy.erase_title"),
        text: t("privacy.erase_text"),
        yes: t("privacy.erase"),
        danger: true,
      },
      { method: "POST", path: "privacy/erase", body: { ids: held.customers } },
    );
  const silence = () =>
    optOut.mutate(
      { method: "POST", path: "privacy/opt-outs", body: { ids: held.customers } },
      { onSuccess: onChange },
    );
  return (
    <div className="held">
      <dl className="strategy-steps">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {held.attributes.length > 0 ? <Said held={held} /> : null}
      {held.ref ? (
        <p>
          <Link to={link(`/customers/${encodeURIComponent(held.ref)}`)}>{t("privacy.ref")}</Link>
        </p>
      ) : null}
      {optOut.error ? <Problem error={optOut.error} /> : null}
      {copy.error ? <Problem error={copy.error} /> : null}
      <div className="row-actions">
        <Button
          icon={<DownloadOutlined />}
          loading={copy.isPending}
          onClick={() =>
            copy.mutate({ path: "privacy/copy", body: { id: held.customers[0] }, name: "person.zip" })
          }
        >
          {t("privacy.download")}
        </Button>
        {held.opted_out ? null : (
          <Button onClick={silence} loading={optOut.isPending}>
            {t("privacy.opt_out")}
          </Button>
        )}
        <Button danger onClick={erase}>
          {t("privacy.erase")}
        </Button>
      </div>
    </div>
  );
}

/** The cells of the customer table, each of which can be put right. */
function Said({ held }: { held: HeldOf }) {
  const { t } = useWords("settings");
  const start = useStart();
  const [changed, setChanged] = useState<Record<string, string>>({});
  const correct = () =>
    start.mutate({
      method: "POST",
      path: "privacy/correct",
      body: {
        id: held.customers[0],
        values: Object.fromEntries(
          Object.entries(changed).map(([header, value]) => [header, value.trim() || null]),
        ),
      },
    });
  return (
    <div>
      <h3>{t("privacy.said")}</h3>
      <dl className="strategy-steps">
        {held.attributes.map(({ header, value }) => (
          <div key={header}>
            <dt>{header}</dt>
            <dd>
              <Input
                size="small"
                maxLength={500}
                aria-label={`${header}: ${t("privacy.value")}`}
                value={changed[header] ?? value ?? ""}
                onChange={(event) => setChanged({ ...changed, [header]: event.target.value })}
              />
            </dd>
          </div>
        ))}
      </dl>
      {start.error ? <Problem error={start.error} /> : null}
      {start.isSuccess ? <p className="quiet">{t("privacy.corrected")}</p> : null}
      <Button disabled={Object.keys(changed).length === 0} loading={start.isPending} onClick={correct}>
        {t("privacy.correct")}
      </Button>
    </div>
  );
}
