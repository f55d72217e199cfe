import { Button } from "antd";
import { Link, useNavigate } from "react-router";
import { DataTable } from "../../../tables/DataTable";
import { useData } from "../../api/hooks";
import { useLink } from "../../runs";
import { useRight } from "../../session";
import { Fetched } from "../../states/Fetched";
import { Nothing } from "../../states/Nothing";
import { PlusOutlined, TableOutlined } from "../../ui/icons";
import { PageHead } from "../../ui/PageHead";
import { useWords } from "../../words/useWords";
import type { CampaignListed } from "./shapes";
import { useAmounts } from "./useAmounts";

/** Every campaign, the latest first: a test, a list, what came of it. */
export default function CampaignsPage() {
  const { t } = useWords("campaigns");
  const link = useLink();
  const navigate = useNavigate();
  const listed = useData<CampaignListed[]>("campaigns", { query: { size: 200 } });
  return (
    <>
      <PageHead
        title={t("title")}
        lead={t("lead")}
        actions={
          <>
            <Button icon={<TableOutlined />} onClick={() => void navigate(link("/campaigns/ledger"))}>
              {t("ledger.title")}
            </Button>
            <Begin />
          </>
        }
      />
      <Fetched of={listed}>
        {(all) =>
          all.length === 0 ? (
            <Nothing title={t("none.title")} text={t("none.text")} action={<Begin />} />
          ) : (
            <CampaignTable campaigns={all} />
          )
        }
      </Fetched>
    </>
  );
}

function Begin() {
  const { t } = useWords("campaigns");
  const link = useLink();
  const navigate = useNavigate();
  if (!useRight("campaigns.write")) return null;
  const go = (kind: string) => void navigate(link("/campaigns/new", { kind }));
  return (
    <span className="campaign-begin">
      <Button onClick={() => go("list")} icon={<PlusOutlined />}>
        {t("new.list")}
      </Button>
      <Button type="primary" onClick={() => go("test")} icon={<PlusOutlined />}>
        {t("new.test")}
      </Button>
    </span>
  );
}

function CampaignTable({ campaigns }: { campaigns: CampaignListed[] }) {
  const { t, dates } = useWords("campaigns");
  const link = useLink();
  const { figures, interval, money } = useAmounts();
  const last = (one: CampaignListed) => one.looks.at(-1);
  const profit = (one: CampaignListed) =>
    (last(one)?.arms ?? [])
      .filter((arm) => arm.incremental.profit)
      .map(
        (arm) => `${one.offers.length > 1 ? `${arm.name}: ` : ""}${interval(arm.incremental.profit, money)}`,
      );
  return (
    <div className="section run-list">
      <DataTable
        cards
        title={t("title")}
        rows={campaigns}
        rowKey={({ number }) => String(number)}
        columns={[
          {
            key: "name",
            title: t("name"),
            render: (one) =>
              one.id ? (
                <Link to={link(`/campaigns/${encodeURIComponent(one.id)}`)}>{one.name}</Link>
              ) : (
                one.name
              ),
          },
          { key: "kind", title: t("kind"), render: ({ kind }) => t(`kinds.${kind}`) },
          {
            key: "as_of",
            title: t("as_of"),
            render: ({ as_of }) => <span className="nowrap">{dates.day(as_of)}</span>,
          },
          {
            key: "contacts",
            title: t("contacts"),
            numeric: true,
            render: (one) => figures.count(one.contacts),
          },
          {
            key: "held_out",
            title: t("held_out"),
            numeric: true,
            render: (one) => figures.count(one.held_out),
          },
          { key: "cost", title: t("cost"), numeric: true, render: ({ cost }) => figures.money(cost) },
          {
            key: "profit",
            title: t("added_profit"),
            render: (one) => (last(one) ? profit(one).join(" · ") || t("no_held_out") : t("not_measured")),
          },
        ]}
      />
    </div>
  );
}
