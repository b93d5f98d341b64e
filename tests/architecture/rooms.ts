/** A room of lib/: a folder whose files import only from rooms below it. */
export interface Room {
  folder: string;
  /** What the room holds. */
  holds: string;
}

/** The rooms from the ground up: the one place that knows their order. A room may import from those before it. */
export const rooms: Room[] = [
  {
    folder: "system",
    holds:
      "Files, processes, the platform, paths, and progress in the terminal and in a cell. It knows nothing of networks.",
  },
  {
    folder: "settings",
    holds: "The table of settings and what comes from it: types, checks, flags, presets, environment variables.",
  },
  { folder: "backend", holds: "TensorFlow.js, ready on a device, and TensorFlow's own kernels." },
  { folder: "graph", holds: "A training step or a prediction as one TensorFlow graph." },
  {
    folder: "operations",
    holds:
      "Differentiable operations: a file is one operation with its gradient, its TensorFlow kernel and its way for other backends.",
  },
  {
    folder: "data/signals",
    holds: "What a phone records: activities, recordings, filters, and windows cut from recordings.",
  },
  { folder: "data/archives", holds: "UCI-HAR and HAPT as files: finding, downloading, checking and reading archives." },
  {
    folder: "data/phones",
    holds: "Recordings as phones write them: files, columns, units, and what becomes of gaps and other rates.",
  },
  {
    folder: "data/windows",
    holds: "Windows ready for a network: loading, splits, folds, standardisation, spectra, the synthetic stand-in.",
  },
  {
    folder: "model",
    holds: "Layers and networks, their cost, and the forms in which they predict or leave for a browser.",
  },
  {
    folder: "training",
    holds: "The training loop, its steps, the optimiser, schedules, augmentation, checkpoints and predictions.",
  },
  { folder: "reference", holds: "The comparison with values of another implementation." },
  { folder: "recordings", holds: "A network on a whole recording." },
  {
    folder: "metrics",
    holds: "Scores, statistical tests, costs of groups, latency, and the results that the article prints.",
  },
  { folder: "baseline", holds: "What is possible without a network: hand-made features and logistic regression." },
  { folder: "plots", holds: "Figures; each is a function of data." },
  { folder: "runs", holds: "An experiment from settings to its record, and finding and listing records." },
  { folder: "pages", holds: "What runs in a browser: the page of runs and the live page, and what they hold." },
  {
    folder: "studies",
    holds: "Studies that are kept with the notebooks: the settings of their trials, and what was measured beside them.",
  },
  {
    folder: "claims",
    holds: "The article's claims: of each what it says, what was measured, and whether it holds.",
  },
  { folder: "report", holds: "HTML pages and their index." },
  { folder: "notebook", holds: "What a cell of a notebook calls: live training, studies, tables, comparisons." },
  { folder: "jupyter", holds: "JupyterLab, the kernel, the notebooks' parameters, and executing notebooks." },
  { folder: "setup", holds: "How a bare machine becomes a working one, the doctor, and the runner of the tests." },
  { folder: "sweep", holds: "Many experiments, in processes here or on a Dask cluster." },
  { folder: "bench", holds: "Speed, measured in turn with other frameworks." },
  { folder: "commands", holds: "The tasks of the command line: of each its flags, and what it does." },
];
