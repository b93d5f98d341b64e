import pl from "nodejs-polars";

/** A Polars frame. */
export type DataFrame = ReturnType<(typeof import("nodejs-polars"))["default"]["readParquet"]>;

/**
 * Makes a frame of windows: integer columns with a value a window, null if it is unknown, and signals given as one
 * array with all windows one after another.
 */
export function windowFrame(
  rows: Record<string, (number | null)[]>,
  columns: Record<string, Float32Array>,
  windowLength: number,
): DataFrame {
  // Given the type at once, Polars for Node turns null into 0.
  const integers = Object.entries(rows).map(([name, values]) => pl.Series(name, values).cast(pl.Int32));
  const names = Object.keys(columns);
  const lists = listsOf(columns, windowLength);
  return pl.DataFrame([...integers, ...names.map((name) => lists.getColumn(name))]);
}

/** Returns for each of many values, `length` of them a row, the number of its row. */
export function rowNumbers(total: number, length: number): Int32Array {
  const rows = new Int32Array(total);
  for (let row = 0; row * length < total; row++) rows.fill(row, row * length, (row + 1) * length);
  return rows;
}

/** Cuts arrays of the same size into lists of the same length: a frame of List(Float32) columns. */
export function listsOf(columns: Record<string, Float32Array>, length: number): DataFrame {
  const total = Object.values(columns)[0].length;
  const series = Object.entries(columns).map(([name, values]) => pl.Series(name, values, pl.Float32));
  const long = pl.DataFrame([pl.Series("row", rowNumbers(total, length), pl.Int32), ...series]);
  return long.groupBy("row").agg(...Object.keys(columns).map((name) => pl.col(name))).sort("row").drop("row");
}
