/** What a reader has chosen on a page of runs. */
export interface RunsState {
  /** Whether the runs that came with the project are listed too. */
  kept: boolean;
  filter: string;
  sort: string;
  descending: boolean;
  /** Names of the columns that are shown. */
  columns: string[];
  /** Names of the runs that are marked. */
  marked: string[];
}

/** Returns a choice as the part of an address behind `#`; what is as in `start` is left out. */
export function stateToHash(state: RunsState, start: RunsState): string {
  const parts = Object.keys(start).filter((key) =>
    String(state[key as keyof RunsState]) !== String(start[key as keyof RunsState])
  );
  return new URLSearchParams(parts.map((key) => [key, String(state[key as keyof RunsState])])).toString();
}

/** Reads a choice from the part of an address behind `#`; what it leaves out is as in `start`. */
export function stateFromHash(hash: string, start: RunsState): RunsState {
  const parts = new URLSearchParams(hash.replace(/^#/, ""));
  const flag = (name: "kept" | "descending") => (parts.get(name) ?? String(start[name])) === "true";
  const list = (name: "columns" | "marked") => parts.get(name)?.split(",").filter(Boolean) ?? start[name];
  return {
    kept: flag("kept"),
    filter: parts.get("filter") ?? start.filter,
    sort: parts.get("sort") ?? start.sort,
    descending: flag("descending"),
    columns: list("columns"),
    marked: list("marked"),
  };
}
