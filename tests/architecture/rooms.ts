/** A wing of lib/: a folder that imports only from the wings below it. */
export interface Wing {
  folder: string;
  /** What the wing holds. */
  holds: string;
  /** Its rooms from the ground up: folders, of which each imports only from those below it, with what each holds. */
  rooms?: Record<string, string>;
}

/** The wings and their rooms from the ground up: the one place that knows their order. */
export const wings: Wing[] = [
  {
    folder: "system",
    holds:
      "Files, processes, the platform, paths, and progress in the terminal and in a cell. It knows nothing of networks.",
  },
  {
    folder: "settings",
    holds: "The table of settings and what comes from it: types, checks, flags, presets, environment variables.",
  },
  {
    folder: "tensorflow",
    holds: "TensorFlow as the project uses it.",
    rooms: {
      backend: "TensorFlow.js, ready on a device, and TensorFlow's own kernels.",
      graph: "A training step or a prediction as one TensorFlow graph.",
      operations: "Differentiable operations: a file is one operation with its gradient and its TensorFlow kernel.",
    },
  },
  {
    folder: "data",
    holds: "From an archive or a phone's files to windows.",
    rooms: {
      signals: "What a phone records: activities, recordings, filters, and windows cut from recordings.",
      archives: "UCI-HAR and HAPT as files: finding, downloading, checking and reading archives.",
      phones: "Recordings as phones write them: files, columns, units, and what becomes of gaps and other rates.",
      windows: "Windows ready for a network: loading, splits, folds, standardisation, the synthetic stand-in.",
    },
  },
  {
    folder: "network",
    holds: "The network, and how it learns.",
    rooms: {
      model: "Layers and networks, their cost, and the forms in which they predict or leave for a browser.",
      training: "The training loop, its steps, the optimiser, schedules, augmentation, checkpoints and predictions.",
    },
  },
  {
    folder: "results",
    holds: "What came out: scores, runs and their records, studies, claims.",
    rooms: {
      metrics: "Scores, statistical tests, costs of groups, latency, and the results that the article prints.",
      baseline: "What is possible without a network: hand-made features and logistic regression.",
      recordings: "A network on a whole recording.",
      runs: "An experiment from settings to its record, and finding and listing records.",
      studies:
        "Studies that are kept with the notebooks: the settings of their trials, and what was measured beside them.",
      claims: "The article's claims: of each what it says, what was measured, and whether it holds.",
    },
  },
  {
    folder: "show",
    holds: "How it looks: figures, tables, pages, and what a cell of a notebook calls.",
    rooms: {
      plots: "Figures; each is a function of data.",
      pages: "What runs in a browser: the page of runs, and what it holds.",
      report: "HTML pages and their index.",
      notebook: "What a cell of a notebook calls: live training, studies, tables, comparisons.",
    },
  },
  {
    folder: "tools",
    holds: "The tasks of the command line, and what they start.",
    rooms: {
      jupyter: "JupyterLab, the kernel, the notebooks' parameters, and executing notebooks.",
      setup: "How a bare machine becomes a working one, the doctor, and the runner of the tests.",
      sweep: "Many experiments, in processes here or on a Dask cluster.",
      bench: "Speed, measured in turn with other frameworks.",
      commands: "What each task does, and the flags of all of them.",
    },
  },
];

/** The folders of all rooms from the ground up, by their paths in lib/; a wing without rooms is one. */
export const rooms: string[] = wings.flatMap(({ folder, rooms }) =>
  rooms ? Object.keys(rooms).map((room) => `${folder}/${room}`) : [folder]
);
