import { Button } from "antd";
import { Link, useNavigate } from "react-router";
import { DataTable } from "../../../tables/DataTable";
import { useData } from "../../api/hooks";
import { useLink } from "../../runs";
import { useRight } from "../../session";
import { Fetched } from "../../states/Fetched";
import { Nothing } from "../../states/Nothing";
import { PageHead } from "../../ui/PageHead";
import { useWords } from "../../words/useWords";
import { LiftChart } from "./LiftChart";
import type { LedgerEntry } from "./shapes";
import { useAmounts } from "./useAmounts";

/** Everything that was done, in order and never changed: tests, lists, and what each look found. */
export default function LedgerPage() {
  const { t } = useWords("campaigns");
  const entries = useData<LedgerEntry[]>("campaigns/ledger", { query: { size: 200 } });
  return (
    <>
      <PageHead title={t("ledger.title")} lead={t("ledger.lead")} />
      <Fetched of={entries}>
        {(all) =>
          all.length === 0 ? (
            <Nothing title={t("none.title")} text={t("none.text")} />
          ) : (
            <>
              <LiftChart points={liftsOf(all)} />
              <Entries entries={all} />
            </>
          )
        }
      </Fetched>
    </>
  );
}

function liftsOf(entries: LedgerEntry[]) {
  return entries.toReversed().flatMap((entry) =>
    entry.arms.flatMap((arm) => {
      const added = arm.incremental.responses;
      const label = [entry.campaign, arm.name, entry.look].join(" · ");
      return added && arm.customers > 0 ? [{ label, added, customers: arm.customers }] : [];
    }),
  );
}

function Entries({ entries }: { entries: LedgerEntry[] }) {
  const { t } = useWords("campaigns");
  const link = useLink();
  const { figures } = useAmounts();
  return (
    <div className="section run-list">
      <DataTable
        cards
        title={t("ledger.title")}
        rows={entries}
        rowKey={({ number }) => String(number)}
        columns={[
          { key: "number", title: t("ledger.number"), render: ({ number }) => String(number) },
          {
            key: "campaign",
            title: t("name"),
            render: ({ id, campaign }) =>
              id ? <Link to={link(`/campaigns/${encodeURIComponent(id)}`)}>{campaign}</Link> : campaign,
          },
          {
            key: "did",
            title: t("ledger.did"),
            render: ({ did, look }) => t(`ledger.dids.${did}`, { look }),
          },
          { key: "size", title: t("contacts"), numeric: true, render: (one) => figures.count(one.contacts) },
          { key: "cost", title: t("cost"), numeric: true, render: ({ cost }) => figures.money(cost) },
          { key: "found", title: t("ledger.found"), render: (one) => <FoundAtLook entry={one} /> },
          { key: "next", title: "", render: (one) => <Next entry={one} /> },
        ]}
      />
    </div>
  );
}

function FoundAtLook({ entry }: { entry: LedgerEntry }) {
  const { t } = useWords("campaigns");
  const { interval, money, people } = useAmounts();
  return (
    <>
      {entry.arms.map((arm) => (
        <div key={arm.name}>
          {arm.incremental.profit
            ? t("ledger.arm", {
                name: arm.name,
                people: interval(arm.incremental.responses, people),
                profit: interval(arm.incremental.profit, money),
              })
            : t("ledger.arm_plain", { name: arm.name, responses: arm.responses })}
        </div>
      ))}
    </>
  );
}

function Next({ entry }: { entry: LedgerEntry }) {
  const { t } = useWords("campaigns");
  const link = useLink();
  const navigate = useNavigate();
  const may = useRight("campaigns.write");
  if (!may || !entry.id || entry.did === "measure") return null;
  const from = entry.id;
  return (
    <Button size="small" onClick={() => void navigate(link("/campaigns/new", { kind: "list", from }))}>
      {t("start_next")}
    </Button>
  );
}
