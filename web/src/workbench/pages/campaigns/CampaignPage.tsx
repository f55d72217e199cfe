import { Button } from "antd";
import { Link, useNavigate, useParams, useSearchParams } from "react-router";
import { useData } from "../../api/hooks";
import { useLink } from "../../runs";
import { useRight } from "../../session";
import { Fetched } from "../../states/Fetched";
import { PageHead } from "../../ui/PageHead";
import { useWords } from "../../words/useWords";
import { NextSteps, type StepName } from "../day/NextSteps";
import { ListTab } from "./ListTab";
import { PlanTab } from "./PlanTab";
import { ResultsTab } from "./ResultsTab";
import type { Campaign } from "./shapes";
import { useAmounts } from "./useAmounts";

const TABS = { plan: PlanTab, list: ListTab, results: ResultsTab } as const;
type TabName = keyof typeof TABS;
const NEXT = {
  plan: ["list"],
  list: ["results", "load"],
  results: ["goals", "campaigns", "report"],
} as const satisfies Record<TabName, readonly StepName[]>;

/** One campaign: how it was planned, whom to contact, what came of it. */
export default function CampaignPage() {
  const { id = "" } = useParams();
  const campaign = useData<Campaign>(`campaigns/${encodeURIComponent(id)}`);
  return <Fetched of={campaign}>{(found) => <Shown campaign={found} />}</Fetched>;
}

function Shown({ campaign }: { campaign: Campaign }) {
  const { t, dates } = useWords("campaigns");
  const { figures, rate } = useAmounts();
  const [params] = useSearchParams();
  const link = useLink();
  const wanted = params.get("tab");
  const tab: TabName = wanted === "list" || wanted === "results" ? wanted : "plan";
  const Body = TABS[tab];
  const home = `/campaigns/${encodeURIComponent(campaign.id)}`;
  return (
    <>
      <PageHead
        title={campaign.name}
        lead={t(`kinds_of.${campaign.kind}`, { scheme: campaign.scheme, day: dates.day(campaign.as_of) })}
        facts={[
          [t("contacts"), figures.count(campaign.contacts)],
          [t("held_out"), figures.count(campaign.held_out)],
          [t("cost"), figures.money(campaign.cost)],
          [t("break_even"), rate(campaign.break_even.rate)],
          ...(campaign.forgotten > 0 ? ([[t("forgotten"), figures.count(campaign.forgotten)]] as const) : []),
        ]}
        actions={<NextFromThis campaign={campaign} />}
      />
      <nav className="tabs" aria-label={campaign.name}>
        {(Object.keys(TABS) as TabName[]).map((name) => (
          <Link key={name} to={link(home, { tab: name })} aria-current={name === tab ? "page" : undefined}>
            {t(`tabs.${name}`)}
          </Link>
        ))}
      </nav>
      <Body campaign={campaign} />
      <NextSteps
        steps={NEXT[tab]}
        at={{ list: link(home, { tab: "list" }), results: link(home, { tab: "results" }) }}
      />
    </>
  );
}

function NextFromThis({ campaign }: { campaign: Campaign }) {
  const { t } = useWords("campaigns");
  const link = useLink();
  const navigate = useNavigate();
  if (!useRight("campaigns.write")) return null;
  return (
    <Button onClick={() => void navigate(link("/campaigns/new", { kind: "list", from: campaign.id }))}>
      {t("start_next")}
    </Button>
  );
}
