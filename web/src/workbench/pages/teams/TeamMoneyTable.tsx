import { type Column, DataTable } from "../../../tables/DataTable";
import type { ComparedTeam, TeamsBetween } from "../../api/shapes";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";

const COUNTS = ["before", "kept", "lost", "won", "entered", "after"] as const;
const MONEY = ["before_money", "lost_money", "won_money", "entered_money", "after_money"] as const;

/** High-value customers of each team and their money, to the cent. */
export function TeamMoneyTable({ found }: { found: TeamsBetween }) {
  const { t } = useWords("teams");
  const figures = useFigures();
  const columns: Column<ComparedTeam>[] = [
    {
      key: "team",
      title: t("column.team"),
      render: (team) => (team === found.everybody ? t("everybody") : (team.name ?? t("nobody"))),
    },
    ...COUNTS.map((name) => ({
      key: name,
      title: t(`money.${name}`),
      numeric: true,
      render: ({ money }: ComparedTeam) => figures.count(money[name]),
      sort: ({ money }: ComparedTeam) => money[name],
    })),
    ...MONEY.map((name) => ({
      key: name,
      title: t(`money.${name}`),
      numeric: true,
      render: ({ money }: ComparedTeam) => figures.money(money[name]),
      sort: ({ money }: ComparedTeam) => Number(money[name]),
    })),
    {
      key: "growth",
      title: t("money.growth"),
      numeric: true,
      render: growth,
      sort: (team) => Number(growth(team)) || 0,
    },
  ];
  return (
    <DataTable
      title={t("money.title")}
      rows={found.teams}
      rowKey={(team) => team.name ?? "\n"}
      total={found.everybody}
      columns={columns}
    />
  );
}

/** What those of before bring now over what they would have brought had they changed as everybody did. */
function growth({ money }: ComparedTeam): string {
  const expected = Number(money.expected_after ?? 0);
  return expected > 0 ? (Number(money.same_after) / expected).toFixed(2) : "–";
}
