import { Alert, Button } from "antd";
import type { ApiError } from "../api/client";
import type { ApiProblem } from "../api/shapes";
import { useWords } from "../words/useWords";

interface ProblemProps {
  error: ApiError | ApiProblem;
  whole?: boolean;
  onRetry?: () => void;
}

/** What went wrong, where, what to do about it, and the number to ask about. */
export function Problem({ error, whole = false, onRetry }: ProblemProps) {
  const { t } = useWords();
  const cut = "status" in error && error.status === 0;
  const hint = cut ? t("state.unreachable_hint") : error.hint;
  return (
    <div className={whole ? "state state-whole" : undefined}>
      <Alert
        type="error"
        showIcon
        className="problem"
        title={error.message || t(cut ? "state.unreachable" : "state.failed")}
        description={
          <>
            {error.where ? <p className="problem-where">{error.where}</p> : null}
            {hint ? <p>{hint}</p> : null}
            {error.request ? (
              <p className="problem-request">
                {t("state.request")} <code>{error.request}</code>{" "}
                {error.code ? <code>{error.code}</code> : null}
              </p>
            ) : null}
          </>
        }
        action={
          onRetry ? (
            <Button size="small" onClick={onRetry}>
              {t("state.retry")}
            </Button>
          ) : null
        }
      />
    </div>
  );
}
