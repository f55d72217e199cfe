import { Button } from "antd";
import { Link, type To } from "react-router";
import { address } from "../../api/client";
import type { Right } from "../../api/shapes";
import { useLink } from "../../runs";
import { useSession } from "../../session";
import { useWords } from "../../words/useWords";

interface Step {
  path?: string;
  /** What is taken away in place of a page that is opened. */
  file?: string;
  query?: Record<string, string>;
  right: Right;
}

/** The steps of a day's work, each with where it is done; its words are `step.<name>`. */
const STEPS = {
  overview: { path: "/", right: "overview.read" },
  warnings: { path: "/warnings", right: "watch.read" },
  tasks: { path: "/tasks", right: "watch.read" },
  load: { path: "/import", right: "imports.write" },
  rate: { path: "/runs", right: "runs.write" },
  movement: { path: "/movement", right: "watch.read" },
  test: { path: "/campaigns/new", query: { kind: "test" }, right: "campaigns.write" },
  campaigns: { path: "/campaigns", right: "campaigns.read" },
  goals: { path: "/goals", right: "overview.read" },
  report: { file: "runs/newest/report", right: "overview.read" },
  /** These two are tabs of one campaign: `at` says of which. */
  list: { right: "campaigns.read" },
  results: { right: "campaigns.read" },
} as const satisfies Record<string, Step>;

export type StepName = keyof typeof STEPS;

interface NextStepsProps {
  steps: readonly StepName[];
  at?: Partial<Record<StepName, To>>;
}

/** What comes next, at the end of a page: the first step that this person may take stands out. */
export function NextSteps({ steps, at = {} }: NextStepsProps) {
  const { t } = useWords("day");
  const link = useLink();
  const { rights } = useSession();
  const open = steps.filter((name) => rights.includes(STEPS[name].right));
  if (open.length === 0) return null;
  return (
    <nav className="next-steps" aria-label={t("next")}>
      <span className="quiet">{t("next")}</span>
      {open.map((name, place) => {
        const { path = "/", file, query }: Step = STEPS[name];
        const type = place === 0 ? "primary" : "default";
        return file ? (
          <Button key={name} type={type} href={address(file)} download>
            {t(`step.${name}`)}
          </Button>
        ) : (
          <Link key={name} to={at[name] ?? link(path, query)}>
            <Button type={type} tabIndex={-1}>
              {t(`step.${name}`)}
            </Button>
          </Link>
        );
      })}
    </nav>
  );
}
