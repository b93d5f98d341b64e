/** Coefficients of a digital filter: b of the input, a of the output, a[0] = 1. */
export interface FilterCoefficients {
  b: number[];
  a: number[];
}

/**
 * Designs a digital low-pass Butterworth filter by the bilinear transform, as SciPy's `butter(order, cutoff, fs=rate)`.
 *
 * `cutoff` and `rate` are in Hz. Throws if the cutoff is not between 0 and half the rate.
 */
export function butterworth(order: number, cutoff: number, rate: number): FilterCoefficients {
  if (!(cutoff > 0 && cutoff < rate / 2)) {
    throw new Error(`A cutoff of ${cutoff} Hz is not between 0 and half the sample rate of ${rate} Hz.`);
  }
  const warped = Math.tan(Math.PI * cutoff / rate);
  let a: Complex[] = [[1, 0]];
  let b = [1];
  for (let k = 0; k < order; k++) {
    const angle = Math.PI * (2 * k + order + 1) / (2 * order);
    const pole: Complex = [warped * Math.cos(angle), warped * Math.sin(angle)];
    a = timesRoot(a, divide([1 + pole[0], pole[1]], [1 - pole[0], -pole[1]]));
    b = [...b, 0].map((value, i) => value + (b[i - 1] ?? 0));
  }
  const denominator = a.map(([real]) => real);
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  const gain = sum(denominator) / sum(b);
  return { b: b.map((value) => value * gain), a: denominator };
}

type Complex = [real: number, imaginary: number];

function multiply([a, b]: Complex, [c, d]: Complex): Complex {
  return [a * c - b * d, a * d + b * c];
}

function divide(numerator: Complex, [c, d]: Complex): Complex {
  const norm = c * c + d * d;
  return multiply(numerator, [c / norm, -d / norm]);
}

/** Multiplies a polynomial in 1/z by (1 - root / z). */
function timesRoot(polynomial: Complex[], root: Complex): Complex[] {
  return [...polynomial, [0, 0] as Complex].map(([real, imaginary], i) => {
    const [r, s] = i > 0 ? multiply(polynomial[i - 1], root) : [0, 0];
    return [real - r, imaginary - s];
  });
}
