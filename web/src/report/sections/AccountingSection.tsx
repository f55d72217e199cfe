import type { PolicyTold, Source } from "../../data/report";
import { pick } from "../../i18n/words";
import { same, sum } from "../../numbers/decimal";
import { type Column, DataTable } from "../../tables/DataTable";
import { Identity } from "../../ui/Identity";
import { Section } from "../../ui/Section";
import { useReading } from "../context";

const PARTS = ["used", "rejected", "merged"] as const;

export function AccountingSection() {
  const { report, t } = useReading();
  return (
    <Section id="accounting" title={t("accounting.title")} lead={t("accounting.lead")}>
      <Identities />
      <h3>{t("accounting.beside")}</h3>
      <Beside />
      <NoRecords />
      <Policies />
      {report.sources.length > 0 ? (
        <>
          <h3>{t("accounting.sources")}</h3>
          <Sources />
        </>
      ) : null}
    </Section>
  );
}

function Identities() {
  const { report, t, figures } = useReading();
  const { accounting } = report;
  const rows = {
    used: accounting.rows_used,
    rejected: Object.values(accounting.rows_rejected).reduce((total, count) => total + count, 0),
    merged: accounting.rows_merged,
  };
  const amounts = {
    used: accounting.amount_used,
    rejected: accounting.amount_rejected,
    merged: accounting.amount_merged,
  };
  const rowsHold = rows.used + rows.rejected + rows.merged === accounting.rows_read;
  const amountsHold = same(sum(Object.values(amounts)), accounting.amount_read);
  const verdict = (holds: boolean) => t(holds ? "accounting.balanced" : "accounting.unbalanced");
  return (
    <>
      <Identity
        label={t("accounting.rows")}
        whole={{ label: t("accounting.read"), figure: figures.count(accounting.rows_read) }}
        parts={PARTS.map((part) => ({ label: t(`accounting.${part}`), figure: figures.count(rows[part]) }))}
        holds={rowsHold}
        verdict={verdict(rowsHold)}
      />
      <Identity
        label={t("accounting.amount")}
        whole={{ label: t("accounting.read"), figure: figures.money(accounting.amount_read) }}
        parts={PARTS.map((part) => ({
          label: t(`accounting.${part}`),
          figure: figures.money(amounts[part]),
        }))}
        holds={amountsHold}
        verdict={verdict(amountsHold)}
      />
    </>
  );
}

function Beside() {
  const { report, t, figures } = useReading();
  const { accounting } = report;
  const rows = [
    { key: "before_period", rows: accounting.rows_before_period, amount: accounting.amount_before_period },
    { key: "after_as_of", rows: accounting.rows_after_as_of, amount: accounting.amount_after_as_of },
  ];
  return (
    <DataTable
      title={t("accounting.beside")}
      rows={rows}
      rowKey={(row) => row.key}
      narrow
      columns={[
        { key: "where", title: "", render: (row) => t(`accounting.${row.key}`) },
        { key: "rows", title: t("accounting.rows"), numeric: true, render: (row) => figures.count(row.rows) },
        {
          key: "amount",
          title: t("accounting.amount"),
          numeric: true,
          render: (row) => figures.money(row.amount),
        },
      ]}
    />
  );
}

/** Rows of the files that are no records: titles, totals, footers. They are beside what was read. */
function NoRecords() {
  const { report, t, figures, words } = useReading();
  const rows = Object.entries(report.accounting.rows_skipped ?? {});
  if (rows.length === 0) return null;
  return (
    <>
      <h3>{t("accounting.no_records")}</h3>
      <DataTable
        title={t("accounting.no_records")}
        rows={rows}
        rowKey={([kind]) => kind}
        narrow
        columns={[
          { key: "where", title: "", render: ([kind]) => words.reason(kind) },
          {
            key: "rows",
            title: t("accounting.rows"),
            numeric: true,
            render: ([, count]) => figures.count(count),
          },
        ]}
      />
    </>
  );
}

/** What policies took out, and what they noticed and left. */
function Policies() {
  const { report, lang, t, figures } = useReading();
  const policies = report.policies ?? [];
  if (policies.length === 0) return null;
  const counted = (kind: "removed" | "kept"): Column<PolicyTold>[] => [
    {
      key: `rows_${kind}`,
      title: t(`accounting.rows_${kind}`),
      numeric: true,
      render: (one) => figures.count(one[`rows_${kind}`]),
    },
    {
      key: `amount_${kind}`,
      title: t("accounting.amount"),
      numeric: true,
      render: (one) => figures.money(one[`amount_${kind}`]),
    },
  ];
  return (
    <>
      <h3>{t("accounting.policies")}</h3>
      <DataTable
        title={t("accounting.policies")}
        rows={policies}
        rowKey={(one) => one.policy}
        cards
        columns={[
          { key: "policy", title: t("accounting.policy"), render: (one) => pick(one.title, lang) },
          { key: "said", title: t("accounting.said"), render: (one) => pick(one.said, lang) },
          ...counted("removed"),
          ...counted("kept"),
        ]}
      />
    </>
  );
}

function Sources() {
  const { report, t, figures } = useReading();
  const { sources } = report;
  const counted = ["rows_read", "rows_used", "rows_rejected", "rows_merged", "rows_skipped"] as const;
  const amounts = ["amount_read", "amount_used", "amount_rejected"] as const;
  const described = (["kind", "encoding"] as const).filter((name) => sources.some((source) => source[name]));
  const columns: Column<Source>[] = [
    {
      key: "name",
      title: t("accounting.source"),
      render: (source) => <span className="file-name">{source.name}</span>,
    },
    ...described.map((name) => ({
      key: name,
      title: t(`accounting.${name}`),
      render: (source: Source) => source[name] ?? "",
    })),
    ...counted.map((name) => ({
      key: name,
      title: t(`accounting.${name}`),
      numeric: true,
      render: (source: Source) => figures.count(source[name] ?? 0),
    })),
    ...amounts.map((name) => ({
      key: name,
      title: t(`accounting.${name}`),
      numeric: true,
      render: (source: Source) => figures.money(source[name] ?? null),
    })),
  ];
  return (
    <DataTable
      title={t("accounting.sources")}
      rows={sources}
      rowKey={(source, index) => `${source.name} ${index}`}
      columns={columns}
      total={sources.length > 1 ? totalOf(sources, t("accounting.total")) : undefined}
    />
  );
}

function totalOf(sources: readonly Source[], name: string): Source {
  const rows = (key: "rows_read" | "rows_used" | "rows_rejected" | "rows_merged" | "rows_skipped") =>
    sources.reduce((total, source) => total + (source[key] ?? 0), 0);
  return {
    name,
    rows_read: rows("rows_read"),
    rows_used: rows("rows_used"),
    rows_rejected: rows("rows_rejected"),
    rows_merged: rows("rows_merged"),
    rows_skipped: rows("rows_skipped"),
    amount_read: sum(sources.map((source) => source.amount_read)),
    amount_used: sum(sources.map((source) => source.amount_used)),
    amount_rejected: sum(sources.map((source) => source.amount_rejected ?? null)),
  };
}
