import { type ComponentType, type LazyExoticComponent, lazy, type ReactNode } from "react";
import type { Right } from "./api/shapes";
import {
  AimOutlined,
  AlertOutlined,
  ApartmentOutlined,
  BlockOutlined,
  CalendarOutlined,
  CheckCircleOutlined,
  ClusterOutlined,
  ExperimentOutlined,
  EyeOutlined,
  FileProtectOutlined,
  FlagOutlined,
  HistoryOutlined,
  HomeOutlined,
  HourglassOutlined,
  ImportOutlined,
  PieChartOutlined,
  SendOutlined,
  SettingOutlined,
  ShareAltOutlined,
  ShoppingOutlined,
  SwapOutlined,
  TeamOutlined,
  TrophyOutlined,
} from "./ui/icons";

/** Groups of pages that share one entry of the menu: `menu.<group>` is its name. */
export type GroupId = "watch" | "evidence" | "outside";

export const GROUP_ICONS: Record<GroupId, ReactNode> = {
  watch: <EyeOutlined />,
  evidence: <TrophyOutlined />,
  outside: <ShareAltOutlined />,
};

/** One page: its address, the right it needs, and what the menu shows of it. A new page is one row of the table. */
export interface PageEntry {
  path: string;
  /** Its name in the catalogue: `menu.<id>`. */
  id: string;
  Body: LazyExoticComponent<ComponentType>;
  right?: Right;
  /** Pages without an icon are reached from another page; the menu shows the one whose address theirs begins with. */
  icon?: ReactNode;
  /** The group it stands in; it needs an icon too. */
  group?: GroupId;
}

const page = (load: () => Promise<{ default: ComponentType }>) => lazy(load);

export const PAGES: readonly PageEntry[] = [
  {
    path: "/",
    id: "overview",
    icon: <HomeOutlined />,
    right: "overview.read",
    Body: page(() => import("./pages/overview/OverviewPage")),
  },
  {
    path: "/import",
    id: "import",
    icon: <ImportOutlined />,
    right: "imports.read",
    Body: page(() => import("./pages/import/ImportPage")),
  },
  {
    path: "/schemes",
    id: "schemes",
    icon: <ExperimentOutlined />,
    right: "schemes.read",
    Body: page(() => import("./pages/schemes/SchemesPage")),
  },
  {
    path: "/schemes/compare",
    id: "schemes_compare",
    right: "schemes.read",
    Body: page(() => import("./pages/schemes/CompareSchemesPage")),
  },
  {
    path: "/schemes/:id",
    id: "scheme",
    right: "schemes.read",
    Body: page(() => import("./pages/schemes/SchemePage")),
  },
  {
    path: "/customers",
    id: "customers",
    icon: <TeamOutlined />,
    right: "customers.read",
    Body: page(() => import("./pages/customers/CustomersPage")),
  },
  {
    path: "/customers/:id",
    id: "customer",
    right: "customers.read",
    Body: page(() => import("./pages/customer/CustomerPage")),
  },
  {
    path: "/campaigns",
    id: "campaigns",
    icon: <SendOutlined />,
    right: "campaigns.read",
    Body: page(() => import("./pages/campaigns/CampaignsPage")),
  },
  {
    path: "/campaigns/new",
    id: "campaigns_new",
    right: "campaigns.write",
    Body: page(() => import("./pages/campaigns/NewCampaignPage")),
  },
  {
    path: "/campaigns/ledger",
    id: "campaigns_ledger",
    right: "campaigns.read",
    Body: page(() => import("./pages/campaigns/LedgerPage")),
  },
  {
    path: "/campaigns/:id",
    id: "campaign",
    right: "campaigns.read",
    Body: page(() => import("./pages/campaigns/CampaignPage")),
  },
  {
    path: "/runs",
    id: "runs",
    icon: <HistoryOutlined />,
    right: "runs.read",
    Body: page(() => import("./pages/runs/RunsPage")),
  },
  {
    path: "/runs/compare",
    id: "runs_compare",
    right: "runs.read",
    Body: page(() => import("./pages/runs/ComparePage")),
  },
  {
    path: "/backtests",
    id: "backtests",
    icon: <TrophyOutlined />,
    group: "evidence",
    right: "runs.read",
    Body: page(() => import("./pages/evidence/BacktestPage")),
  },
  {
    path: "/validations",
    id: "validations",
    icon: <CheckCircleOutlined />,
    group: "evidence",
    right: "runs.read",
    Body: page(() => import("./pages/evidence/ValidationPage")),
  },
  {
    path: "/warnings",
    id: "warnings",
    icon: <AlertOutlined />,
    group: "watch",
    right: "watch.read",
    Body: page(() => import("./pages/warnings/WarningsPage")),
  },
  {
    path: "/tasks",
    id: "tasks",
    icon: <CalendarOutlined />,
    group: "watch",
    right: "watch.read",
    Body: page(() => import("./pages/tasks/TasksPage")),
  },
  {
    path: "/strategy",
    id: "strategy",
    right: "watch.read",
    Body: page(() => import("./pages/strategy/StrategyPage")),
  },
  {
    path: "/goals",
    id: "goals",
    icon: <FlagOutlined />,
    group: "watch",
    right: "overview.read",
    Body: page(() => import("./pages/goals/GoalsPage")),
  },
  {
    path: "/teams",
    id: "teams",
    icon: <ApartmentOutlined />,
    group: "watch",
    right: "overview.read",
    Body: page(() => import("./pages/teams/TeamsPage")),
  },
  {
    path: "/resources",
    id: "resources",
    icon: <HourglassOutlined />,
    group: "watch",
    right: "overview.read",
    Body: page(() => import("./pages/resources/ResourcesPage")),
  },
  {
    path: "/products",
    id: "products",
    icon: <ShoppingOutlined />,
    group: "watch",
    right: "overview.read",
    Body: page(() => import("./pages/products/ProductsPage")),
  },
  {
    path: "/target",
    id: "target",
    icon: <AimOutlined />,
    group: "watch",
    right: "overview.read",
    Body: page(() => import("./pages/target/TargetPage")),
  },
  {
    path: "/movement",
    id: "movement",
    icon: <SwapOutlined />,
    group: "watch",
    right: "watch.read",
    Body: page(() => import("./pages/movement/MovementPage")),
  },
  {
    path: "/concentration",
    id: "concentration",
    icon: <PieChartOutlined />,
    group: "watch",
    right: "watch.read",
    Body: page(() => import("./pages/concentration/ConcentrationPage")),
  },
  {
    path: "/publish",
    id: "publish",
    icon: <FileProtectOutlined />,
    group: "outside",
    right: "publish.write",
    Body: page(() => import("./pages/publish/PublishPage")),
  },
  {
    path: "/overlap",
    id: "overlap",
    icon: <BlockOutlined />,
    group: "outside",
    right: "overlap.write",
    Body: page(() => import("./pages/overlap/OverlapPage")),
  },
  {
    path: "/engines",
    id: "engines",
    icon: <ClusterOutlined />,
    group: "outside",
    right: "schemes.read",
    Body: page(() => import("./pages/engines/EnginesPage")),
  },
  {
    path: "/settings/:tab?",
    id: "settings",
    icon: <SettingOutlined />,
    Body: page(() => import("./pages/settings/SettingsPage")),
  },
];
