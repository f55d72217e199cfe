import { useMemo } from "react";
import { useSearchParams } from "react-router";
import { useAnswer, useData } from "../../api/hooks";
import type { CustomerColumn, CustomerRow, CustomerSums, Page } from "../../api/shapes";
import { filterOf, type Question, readQuestion, writeQuestion } from "./question";

/** The question that the address asks, and a way to ask another. */
export function useQuestion(): [Question, (next: Question, replace?: boolean) => void] {
  const [params, setParams] = useSearchParams();
  const question = useMemo(() => readQuestion(params), [params]);
  return [
    question,
    (next, replace = false) => setParams((before) => writeQuestion(next, before), { replace }),
  ];
}

/** One page of customers as asked for; the former page stays in view until the next one is there. */
export function useCustomers(run: number, question: Question) {
  const answer = useAnswer<CustomerRow[]>(`runs/${run}/customers`, {
    query: {
      ...filterOf(question),
      page: question.page,
      size: question.size,
      sort: question.sort,
      columns: question.columns,
    },
    keep: true,
  });
  return {
    ...answer,
    rows: answer.data?.data,
    page: answer.data?.page as Page | undefined,
    columns: answer.data?.columns as CustomerColumn[] | undefined,
  };
}

/** Every column that the run has, whichever are shown. */
export function useColumns(run: number): CustomerColumn[] | undefined {
  const { data } = useAnswer<CustomerRow[]>(`runs/${run}/customers`, { query: { page: 1, size: 1 } });
  return data?.columns as CustomerColumn[] | undefined;
}

export function useSums(run: number, question: Question) {
  return useData<CustomerSums>(`runs/${run}/customers/summary`, { query: filterOf(question), keep: true });
}
