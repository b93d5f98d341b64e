/** A Polars frame. */
export type DataFrame = ReturnType<(typeof import("nodejs-polars"))["default"]["readParquet"]>;
