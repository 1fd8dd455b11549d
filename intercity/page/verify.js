"use strict";
/* The verifier that a page carries: it redoes the sums behind the report in exact fractions.

   A page embeds the report with its certificates, and `proofs`: what each certificate is checked
   against (intercity/page/proofs.py). Each kind of certificate that is sums, products and
   comparisons of fractions has one function here, in CHECKS; all others are checked in Python only.
   No solver is trusted: a certificate is accepted where its numbers prove the answer.

   What a page has: #verify, a button; #verdict-of-verify, where the verdict is told;
   <script type="text/plain" id="intercity-data">, the JSON {report, proofs, package,
   ...} in UTF-8, packed as
   intercity/page/packing.py says; [data-fingerprint], the SHA-256 of that JSON, as it is or its first
   16 digits or more; <data value="EXACT" data-at="PATH"> for each number shown, and
   [data-words="PATH"] for each text of the report, both by their path in the report. */

class Refusal extends Error {}

function demand(holds, why) {
  if (!holds) throw new Refusal(why);
}

// ---------------------------------------------------------------- Fractions

const greatestDivisor = (a, b) => {
  while (b) [a, b] = [b, a % b];
  return a < 0n ? -a : a;
};

class Fraction {
  constructor(above, below = 1n) {
    demand(below !== 0n, "A division by zero.");
    const divisor = below === 1n ? 1n : greatestDivisor(above, below) * (below < 0n ? -1n : 1n);
    this.above = above / divisor;
    this.below = below / divisor;
  }

  /** Of "a" or "a/b" in lowest terms; anything else is refused. */
  static parse(text) {
    const found = typeof text === "string" && /^(-?\d+)(?:\/(\d+))?$/.exec(text);
    const fraction = found && new Fraction(BigInt(found[1]), BigInt(found[2] ?? "1"));
    if (String(fraction) === text) return fraction;
    throw new Refusal(`${brief(text)} is not a fraction in lowest terms.`);
  }

  plus(other) {
    if (!this.above) return other;
    if (!other.above) return this;
    if (this.below === other.below) return new Fraction(this.above + other.above, this.below);
    return new Fraction(
      this.above * other.below + other.above * this.below,
      this.below * other.below,
    );
  }
  minus(other) {
    return this.plus(other.negative());
  }
  times(other) {
    if (!this.above || !other.above) return ZERO;
    return new Fraction(this.above * other.above, this.below * other.below);
  }
  over(other) {
    return new Fraction(this.above * other.below, this.below * other.above);
  }
  negative() {
    return Object.setPrototypeOf({ above: -this.above, below: this.below }, Fraction.prototype);
  }
  size() {
    return this.sign < 0 ? this.negative() : this;
  }
  get sign() {
    return this.above > 0n ? 1 : this.above < 0n ? -1 : 0;
  }
  /** Below, at or above 0 as this is less than, equal to or more than the other. */
  against(other) {
    const left = this.above * other.below;
    const right = other.above * this.below;
    return left < right ? -1 : left > right ? 1 : 0;
  }
  is(other) {
    return this.above === other.above && this.below === other.below;
  }
  toString() {
    return this.below === 1n ? `${this.above}` : `${this.above}/${this.below}`;
  }

  /** The nearest number in floating point. */
  toNumber() {
    const size = this.above < 0n ? -this.above : this.above;
    if (!size) return 0;
    const shift = 70 - (size.toString(2).length - this.below.toString(2).length);
    const above = shift > 0 ? size << BigInt(shift) : size;
    const below = shift > 0 ? this.below : this.below << BigInt(-shift);
    const exact = above % below === 0n;
    const found = Number((above / below) | (exact ? 0n : 1n)); // 70 digits: the last may stand in
    const half = Math.trunc(shift / 2); // for all that follow
    return (this.above < 0n ? -1 : 1) * (found * 2 ** -half) * 2 ** -(shift - half);
  }
}

const ZERO = new Fraction(0n);
const ONE = new Fraction(1n);
const whole = (number) => new Fraction(BigInt(number));
const sum = (fractions) => fractions.reduce((total, one) => total.plus(one), ZERO);
const largest = (fractions) => fractions.reduce((a, b) => (a.against(b) >= 0 ? a : b));
const least = (fractions) => fractions.reduce((a, b) => (a.against(b) <= 0 ? a : b));
const brief = (value) => String(JSON.stringify(value)).slice(0, 60);

/** A number of a certificate or report, written {"exact": "3/2", "value": 1.5}. */
function number(written) {
  if (isNumber(written)) return Fraction.parse(written.exact);
  throw new Refusal(`${brief(written)} is not a number with its exact value.`);
}

function isNumber(written) {
  return isObject(written) && "exact" in written && Object.keys(written).join() === "exact,value";
}

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The numbers of a mapping that has exactly these names. */
function numbersOf(mapping, names, what = "The numbers") {
  demand(isObject(mapping), `${what} is not a mapping from names.`);
  const fits = Object.keys(mapping).length === names.length;
  demand(fits && names.every((name) => Object.hasOwn(mapping, name)), `${what}: other names.`);
  return new Map(names.map((name) => [name, number(mapping[name])]));
}

/** The same, where the names must stand in this order; JavaScript puts whole numbers first. */
function inTheirOrder(mapping, names, what) {
  const order = Object.keys(Object.fromEntries(names.map((name) => [name, null])));
  const found = isObject(mapping) ? Object.keys(mapping) : [];
  const fits = found.length === order.length && order.every((name, k) => name === found[k]);
  demand(fits, `${what}: other names, or in another order.`);
  return mapping;
}

// ---------------------------------------------------------------- Linear programs

/** A program of `proofs`, its numbers read: rows, the objective and bounds, by name. */
function readProgram(given) {
  const end = (text) => (text === null ? null : Fraction.parse(text));
  return {
    sense: given.sense,
    objective: termsOf(given.objective),
    rows: given.rows.map(([name, relation, bound, terms]) =>
      row(name, relation, Fraction.parse(bound), termsOf(terms)),
    ),
    bounds: new Map(given.bounds.map(([name, low, high]) => [name, [end(low), end(high)]])),
  };
}

function termsOf(pairs) {
  return pairs.map(([name, coefficient]) => [name, Fraction.parse(coefficient)]);
}

function row(name, relation, bound, terms) {
  demand(["<=", "==", ">="].includes(relation), `${brief(relation)} is no relation.`);
  return {
    name,
    terms,
    low: relation === "<=" ? null : bound,
    high: relation === ">=" ? null : bound,
  };
}

const names = (program) => [...program.bounds.keys()];
const rowNames = (program) => program.rows.map((one) => one.name);
const product = (terms, point) => sum(terms.map(([name, a]) => a.times(point.get(name))));
const within = (value, low, high) =>
  (low === null || value.against(low) >= 0) && (high === null || value.against(high) <= 0);

/** Refuses a point that breaks a bound or a row. */
function demandFeasible(program, point) {
  for (const [name, [low, high]] of program.bounds) {
    demand(within(point.get(name), low, high), `${name} is outside its bounds.`);
  }
  for (const one of program.rows) {
    demand(within(product(one.terms, point), one.low, one.high), `Row ${one.name} does not hold.`);
  }
}

/** The upper bound on the objective that the rows' prices prove; null: none. */
function boundFrom(program, prices, objective) {
  const reduced = new Map(names(program).map((name) => [name, ZERO]));
  for (const [name, c] of objective) reduced.set(name, reduced.get(name).plus(c));
  let total = ZERO;
  for (const one of program.rows) {
    const price = prices.get(one.name);
    if (!price.sign) continue;
    const limit = price.sign > 0 ? one.high : one.low;
    if (limit === null) return null;
    total = total.plus(price.times(limit));
    for (const [name, a] of one.terms) reduced.set(name, reduced.get(name).minus(price.times(a)));
  }
  for (const [name, slope] of reduced) {
    if (!slope.sign) continue;
    const [low, high] = program.bounds.get(name);
    const limit = slope.sign > 0 ? high : low;
    if (limit === null) return null;
    total = total.plus(slope.times(limit));
  }
  return total;
}

const signed = (program, fraction) => (program.sense === "max" ? fraction : fraction.negative());
const signedTerms = (program) => program.objective.map(([name, c]) => [name, signed(program, c)]);

/** A feasible point, and prices whose bound it reaches: no feasible point does better. */
function checkOptimum(proof, certificate) {
  const program = readProgram(proof.program);
  const point = numbersOf(certificate.point, names(program), "The point");
  const prices = numbersOf(certificate.prices, rowNames(program), "The prices");
  const value = number(certificate.value);
  demandFeasible(program, point);
  demand(product(program.objective, point).is(value), "The point is worth another value.");
  for (const [name, price] of prices) prices.set(name, signed(program, price));
  const bound = boundFrom(program, prices, signedTerms(program));
  demand(bound !== null, "The prices prove no bound.");
  demand(bound.is(signed(program, value)), "The prices prove another bound.");
}

/** Farkas: multipliers of the rows that add up to what no point satisfies. */
function checkInfeasible(proof, certificate) {
  const program = readProgram(proof.program);
  const multipliers = numbersOf(certificate.multipliers, rowNames(program), "The multipliers");
  const bound = boundFrom(program, multipliers, []);
  demand(bound !== null && bound.sign < 0, "The multipliers add up to no contradiction.");
}

/** A feasible point and a direction that stays feasible and improves for ever. */
function checkUnbounded(proof, certificate) {
  const program = readProgram(proof.program);
  const point = numbersOf(certificate.point, names(program), "The point");
  const direction = numbersOf(certificate.direction, names(program), "The direction");
  demandFeasible(program, point);
  const stays = (step, low, high) =>
    !((step.sign > 0 && high !== null) || (step.sign < 0 && low !== null));
  for (const [name, [low, high]] of program.bounds) {
    demand(stays(direction.get(name), low, high), "The direction leaves the bounds.");
  }
  for (const { terms, low, high } of program.rows) {
    demand(stays(product(terms, direction), low, high), "The direction leaves the rows.");
  }
  const gain = signed(program, product(program.objective, direction));
  demand(gain.sign > 0, "The direction does not improve the objective.");
}

/** The solution of a square system; null where it is singular. Changes its arguments. */
function solveSystem(matrix, right) {
  const size = matrix.length;
  for (let k = 0; k < size; k++) {
    const pivot = matrix.findIndex((line, i) => i >= k && line[k].sign);
    if (pivot < 0) return null;
    [matrix[k], matrix[pivot]] = [matrix[pivot], matrix[k]];
    [right[k], right[pivot]] = [right[pivot], right[k]];
    for (let i = 0; i < size; i++) {
      if (i === k || !matrix[i][k].sign) continue;
      const times = matrix[i][k].over(matrix[k][k]);
      for (let j = k; j < size; j++) {
        if (matrix[k][j].sign) matrix[i][j] = matrix[i][j].minus(times.times(matrix[k][j]));
      }
      right[i] = right[i].minus(times.times(right[k]));
    }
  }
  return right.map((value, k) => value.over(matrix[k][k]));
}

/** Whether these are some of the known names, each once, in the same order. */
function inOrder(given, known) {
  const chosen = new Set(given);
  const ordered = known.filter((name) => chosen.has(name));
  return given.length === ordered.length && given.every((name, k) => name === ordered[k]);
}

/** The coefficients of some rows (lines) in some variables (columns). */
function matrixOf(rows, columns) {
  const place = new Map(columns.map((name, k) => [name, k]));
  return rows.map(({ terms }) => {
    const line = columns.map(() => ZERO);
    for (const [name, a] of terms) if (place.has(name)) line[place.get(name)] = a;
    return line;
  });
}

const transposed = (matrix) => matrix.map((_, j) => matrix.map((line) => line[j]));

/** The vertex of a basis, proven optimal; see proven_vertex in solvers/optimum.py. */
function vertexOf(program, { rows, columns, upper }) {
  const all = names(program);
  const beside = all.filter((name) => !columns.includes(name));
  const fits =
    inOrder(rows, rowNames(program)) && inOrder(columns, all) && inOrder(upper, beside);
  demand(fits, "The basis does not fit its program.");
  demand(rows.length === columns.length, "The basis is not optimal.");
  const point = new Map(all.map((name) => [name, ZERO]));
  for (const name of beside) {
    const [low, high] = program.bounds.get(name);
    point.set(name, (upper.includes(name) ? (high ?? low) : (low ?? high)) ?? ZERO);
  }
  const tight = program.rows.filter(({ name }) => rows.includes(name));
  const right = tight.map(({ low, high, terms }) => (low ?? high).minus(product(terms, point)));
  const costs = new Map(signedTerms(program));
  const primal = solveSystem(matrixOf(tight, columns), right);
  const dual = solveSystem(
    transposed(matrixOf(tight, columns)),
    columns.map((name) => costs.get(name) ?? ZERO),
  );
  demand(primal !== null && dual !== null, "The basis is singular.");
  columns.forEach((name, k) => point.set(name, primal[k]));
  const prices = new Map(rowNames(program).map((name) => [name, ZERO]));
  rows.forEach((name, k) => prices.set(name, dual[k]));
  demandFeasible(program, point);
  const value = product(program.objective, point);
  const bound = boundFrom(program, prices, signedTerms(program));
  demand(bound !== null && bound.is(signed(program, value)), "The basis is not optimal.");
  return { value, point };
}

// ---------------------------------------------------------------- Production games

const rowOf = ([resource, site]) => (site === null ? resource : `${resource} at ${site}`);

/** What a coalition can do, its platforms closed: solvers/production/production_program.py. */
function coalitionProgram(game, members, platforms) {
  const open = game.activities.filter(({ sites }) => sites.every((city) => members.has(city)));
  const objective = open.map(({ name, worth }) => [name, Fraction.parse(worth)]);
  const limit = (text) => (text === null ? null : Fraction.parse(text));
  const bounds = new Map(open.map((activity) => [activity.name, [ZERO, limit(activity.limit)]]));
  const uses = new Map(); // by row, how much of it a unit of each variable takes
  const line = (name) => uses.get(name) ?? uses.set(name, new Map()).get(name);
  for (const activity of open) {
    for (const use of activity.uses) {
      const terms = line(rowOf(use));
      terms.set(activity.name, (terms.get(activity.name) ?? ZERO).plus(Fraction.parse(use[2])));
    }
  }
  for (const platform of platforms) for (const use of platform.uses) line(rowOf(use));
  const rows = [];
  const all = game.cities.length;
  const ofMembers = (list) =>
    sum(list.filter((_, i) => members.has(game.cities[i])).map(Fraction.parse));
  for (const { name, kind, owned, amount, exchange } of game.resources) {
    if (exchange !== null) {
      const [buy, sell] = [`buy ${name}`, `sell ${name}`];
      objective.push([buy, Fraction.parse(exchange.buy).negative()]);
      objective.push([sell, Fraction.parse(exchange.sell)]);
      bounds.set(buy, [ZERO, ofMembers(exchange.caps)]);
      bounds.set(sell, [ZERO, ofMembers(exchange.caps)]);
      line(name).set(buy, ONE.negative()).set(sell, ONE);
    }
    const pool = Fraction.parse(amount);
    const endowments =
      kind === "bound"
        ? game.cities.map((city, i) => [`${name} at ${city}`, Fraction.parse(owned[i]), city])
        : kind === "tradable"
          ? [[name, ofMembers(owned)]]
          : kind === "race"
            ? [[name, pool.times(new Fraction(BigInt(members.size), BigInt(all)))]]
            : [[name, pool]];
    for (const [place, has, city] of endowments) {
      if (!uses.has(place) || (city !== undefined && !members.has(city))) continue;
      rows.push(row(place, "<=", has, [...uses.get(place)]));
    }
  }
  return { sense: "max", objective, rows, bounds };
}

/** A coalition's programs over all ways to open platforms: solvers/production/opening_proof.py. */
class OpeningPrograms {
  constructor(game, members) {
    const open = ({ site }) => site === null || members.has(site);
    const platforms = game.platforms.filter(open);
    this.program = coalitionProgram(game, members, platforms);
    this.costs = game.platforms.map(({ cost }) => Fraction.parse(cost));
    this.limits = game.platforms.map((platform) => (open(platform) ? platform.limit : 0));
    this.objective = new Map(this.program.objective);
    const changes = game.platforms.map((platform) =>
      this.program.rows.map(({ name }) => {
        const amount = (list) =>
          sum(list.filter((use) => rowOf(use) === name).map((use) => Fraction.parse(use[2])));
        return amount(platform.provides).minus(amount(platform.uses));
      }),
    );
    const lowest = this.program.rows.map(({ terms }) =>
      sum(terms.filter(([, a]) => a.sign < 0).map(([name, a]) => a.times(this.high(name)))),
    );
    this.right = new Map(); // by opening vector, where some plan is possible
    for (const vector of vectors(this.limits)) {
      const right = this.program.rows.map(({ high }, i) =>
        sum([high, ...vector.map((k, p) => whole(k).times(changes[p][i]))]),
      );
      if (right.every((bound, i) => bound.against(lowest[i]) >= 0)) {
        this.right.set(vector.join(), { vector, right });
      }
    }
  }

  high(name) {
    return this.program.bounds.get(name)[1];
  }

  costOf(vector) {
    return sum(vector.map((k, p) => whole(k).times(this.costs[p])));
  }

  /** The prices of a basis, and the constant of their bound; null where they are not feasible. */
  prices(basis) {
    const rows = rowNames(this.program);
    const columns = names(this.program);
    if (!inOrder(basis.rows, rows) || !inOrder(basis.columns, columns)) return null;
    if (basis.rows.length !== basis.columns.length) return null;
    const tight = this.program.rows.filter(({ name }) => basis.rows.includes(name));
    const costs = basis.columns.map((name) => this.objective.get(name) ?? ZERO);
    const dual = solveSystem(transposed(matrixOf(tight, basis.columns)), costs);
    if (dual === null || dual.some((price) => price.sign < 0)) return null;
    const slopes = new Map(columns.map((name) => [name, this.objective.get(name) ?? ZERO]));
    tight.forEach(({ terms }, k) => {
      for (const [name, a] of terms) slopes.set(name, slopes.get(name).minus(dual[k].times(a)));
    });
    let constant = ZERO;
    for (const [name, slope] of slopes) {
      if (slope.sign <= 0) continue;
      if (this.high(name) === null) return null;
      constant = constant.plus(slope.times(this.high(name)));
    }
    return { dual: new Map(basis.rows.map((name, k) => [name, dual[k]])), constant };
  }

  /** What these prices bound the value by, for these right-hand sides. */
  bound({ dual, constant }, right) {
    const priced = this.program.rows.map(({ name }, i) =>
      dual.has(name) ? dual.get(name).times(right[i]) : ZERO,
    );
    return sum([constant, ...priced]);
  }

  /** The plan of a basis; refused where it breaks a limit. */
  vertex({ rows: tightRows, columns, upper }, right) {
    const point = new Map(names(this.program).map((name) => [name, ZERO]));
    for (const name of upper) {
      const legal = point.has(name) && this.high(name) !== null && !columns.includes(name);
      demand(legal, "the plan's basis is not optimal");
      point.set(name, this.high(name));
    }
    const rows = this.program.rows.map((one, i) => ({ ...one, high: right[i] }));
    const tight = rows.filter(({ name }) => tightRows.includes(name));
    const rest = tight.map(({ terms, high }) => high.minus(product(terms, point)));
    const solved = solveSystem(matrixOf(tight, columns), rest);
    demand(solved !== null, "the plan's basis is not optimal");
    columns.forEach((name, k) => point.set(name, solved[k]));
    demandFeasible({ bounds: this.program.bounds, rows }, point);
    return point;
  }

  /** What the coalition's best plan is worth, where the proof holds. */
  worth(proof) {
    const opened = this.right.get(proof.openings.join());
    demand(opened && proof.openings.every(Number.isInteger), "the openings are not possible");
    const first = this.prices(proof.plan);
    demand(first !== null, "the plan's basis is not optimal");
    const value = product(this.program.objective, this.vertex(proof.plan, opened.right));
    demand(value.is(this.bound(first, opened.right)), "the plan's basis is not optimal");
    const worth = value.minus(this.costOf(opened.vector));
    const others = proof.bounds.map((basis) => !basis.upper.length && this.prices(basis));
    const bounds = [first, ...others];
    demand(bounds.every(Boolean), "a bounding basis has no feasible prices");
    const needed = new Set([0]);
    for (const { vector, right } of this.right.values()) {
      if (vector === opened.vector) continue;
      const by = bounds.findIndex((prices) => {
        const beaten = this.bound(prices, right).minus(this.costOf(vector)).against(worth);
        return beaten < 0 || (beaten === 0 && isLater(vector, opened.vector));
      });
      demand(by >= 0, `openings (${vector}) may be better`);
      needed.add(by);
    }
    demand(needed.size === bounds.length, "a bounding basis is not needed");
    return worth;
  }
}

function vectors(limits) {
  return limits.reduce(
    (found, limit) =>
      found.flatMap((vector) => Array.from({ length: limit + 1 }, (_, k) => [...vector, k])),
    [[]],
  );
}

function isLater(vector, other) {
  const k = vector.findIndex((times, p) => times !== other[p]);
  return k >= 0 && vector[k] > other[k];
}

/** A proof for each coalition, by bitmask from 1. */
function checkProduction(proof, certificate) {
  const { cities, worths } = proof;
  const count = (1 << cities.length) - 1;
  const fits = certificate.coalitions.length === count && worths.length === count + 1;
  demand(fits && !certificate.leaders.length, "The proofs do not fit the coalitions.");
  certificate.coalitions.forEach((given, k) => {
    const members = new Set(cities.filter((_, i) => has(k + 1, i)));
    const worth = new OpeningPrograms(proof, members).worth(given);
    demand(worth.is(Fraction.parse(worths[k + 1])), `Coalition ${k + 1} has another worth.`);
  });
}

// ---------------------------------------------------------------- Coalitional games

/** A game of `proofs` as gains: costs count negative. Coalitions are bitmasks. */
function readGame({ players, sense, worths }) {
  const turned = (fraction) => (sense === "cost" ? fraction.negative() : fraction);
  const game = { players, turned, all: (1 << players.length) - 1 };
  game.worths = worths.map((worth) => turned(Fraction.parse(worth)));
  demand(game.worths.length === game.all + 1, "A worth is missing.");
  game.payoffs = (split) =>
    [...numbersOf(inTheirOrder(split, players, "The split"), players).values()].map(turned);
  return game;
}

const has = (mask, i) => (mask >> i) & 1;
const pays = (payoffs, mask) => sum(payoffs.filter((_, i) => has(mask, i)));
const excess = (game, payoffs, mask) => game.worths[mask].minus(pays(payoffs, mask));

/** The bitmask of a coalition whose members stand in the players' order. */
function maskOf(game, coalition) {
  demand(inOrder(coalition, game.players), "A coalition is not in the order of the players.");
  return coalition.reduce((mask, name) => mask | (1 << game.players.indexOf(name)), 0);
}

/** Coalitions with positive weights, each once. */
function readCollection(game, collection) {
  const found = collection.map(({ coalition, weight }) => ({
    mask: maskOf(game, coalition),
    weight: number(weight),
  }));
  const masks = new Set(found.map(({ mask }) => mask));
  demand(masks.size === found.length && !masks.has(0), "A coalition stands twice, or is empty.");
  demand(found.every(({ weight }) => weight.sign > 0), "A weight is not positive.");
  return found;
}

const worthOf = (game, collection) =>
  sum(collection.map(({ mask, weight }) => weight.times(game.worths[mask])));
const coverage = (game, collection) =>
  game.players.map((_, i) =>
    sum(collection.filter(({ mask }) => has(mask, i)).map(({ weight }) => weight)),
  );

/** Refuses payoffs that a proper coalition can improve on by more than a level. */
function demandUnblocked(game, payoffs, level = ZERO) {
  for (let mask = 1; mask < game.all; mask++) {
    demand(excess(game, payoffs, mask).against(level) <= 0, `Coalition ${mask} can gain.`);
  }
}

function demandShared(game, payoffs) {
  demand(sum(payoffs).is(game.worths[game.all]), "The split does not add up to what all make.");
}

/** For each city the core split at which it gets least and most, and why no less and no more. */
function checkCore(proof, certificate) {
  demandCore(readGame(proof.game), certificate, proof.game.sense === "cost" ? -1 : 1);
}

function demandCore(game, certificate, up) {
  for (const [sign, extremes] of [
    [up, certificate.lowest],
    [-up, certificate.highest],
  ]) {
    inTheirOrder(extremes, game.players, "The extremes");
    game.players.forEach((city, i) => {
      const payoffs = game.payoffs(extremes[city].split);
      demandShared(game, payoffs);
      demandUnblocked(game, payoffs);
      const collection = readCollection(game, extremes[city].collection);
      const covered = coverage(game, collection);
      const rest = whole(sign).minus(covered[i]); // the weight of the grand coalition
      const balanced = covered.every((weight, j) => j === i || weight.is(rest.negative()));
      demand(balanced, `The collection for ${city} is not balanced but for that city.`);
      const bound = worthOf(game, collection).plus(rest.times(game.worths[game.all]));
      demand(bound.is(whole(sign).times(payoffs[i])), `Nothing proves the payoff of ${city}.`);
    });
  }
}

/** A balanced collection worth more than the grand coalition. */
function checkEmptyCore(proof, certificate) {
  demandEmptyCore(readGame(proof.game), certificate);
}

function demandEmptyCore(game, certificate) {
  const collection = readCollection(game, certificate.collection);
  demand(coverage(game, collection).every((weight) => weight.is(ONE)), "It is not balanced.");
  const better = worthOf(game, collection).against(game.worths[game.all]) > 0;
  demand(better, "The collection is worth no more than all make together.");
}

/** A vertex, and coalitions whose excesses have the same mean whatever the split. */
function checkLeastCore(proof, certificate) {
  const game = readGame(proof.game);
  const payoffs = game.payoffs(certificate.split);
  demandShared(game, payoffs);
  const collection = readCollection(game, certificate.collection);
  const total = sum(collection.map(({ weight }) => weight));
  demand(total.is(game.players.length === 1 ? ZERO : ONE), "The weights do not add up to 1.");
  demand(collection.every(({ mask }) => mask !== game.all), "It contains the grand coalition.");
  const covered = coverage(game, collection);
  demand(covered.every((weight) => weight.is(covered[0])), "It does not cover all equally.");
  const level = worthOf(game, collection).minus(covered[0].times(game.worths[game.all]));
  demandUnblocked(game, payoffs, level);
  const span = new Span(game.players.length);
  span.add(game.all);
  for (let mask = 1; mask < game.all; mask++) {
    if (excess(game, payoffs, mask).is(level)) span.add(mask);
  }
  demand(span.full, "The split is not a vertex of the least core.");
}

/** A split that no coalition blocks, and a balanced collection worth as much as it pays out. */
function checkCostOfStability(proof, certificate) {
  const game = readGame(proof.game);
  const payoffs = game.payoffs(certificate.split);
  demandUnblocked(game, payoffs);
  demand(excess(game, payoffs, game.all).sign <= 0, "All together can gain.");
  const collection = readCollection(game, certificate.collection);
  demand(coverage(game, collection).every((weight) => weight.is(ONE)), "It is not balanced.");
  demand(worthOf(game, collection).is(sum(payoffs)), "The collection is worth another sum.");
}

/** The linear span of coalitions' incidence vectors, by elimination. */
class Span {
  constructor(dimension, lines = []) {
    this.dimension = dimension;
    this.lines = lines; // each 1 at its pivot, where later ones are 0
  }
  rest(vector) {
    return this.lines.reduce((left, { pivot, line }) => {
      const times = left[pivot];
      return times.sign ? left.map((a, j) => a.minus(times.times(line[j]))) : left;
    }, vector);
  }
  incidence(mask) {
    return Array.from({ length: this.dimension }, (_, i) => (has(mask, i) ? ONE : ZERO));
  }
  contains(vector) {
    return !this.rest(vector).some((a) => a.sign);
  }
  add(mask) {
    const left = this.rest(this.incidence(mask));
    const pivot = left.findIndex((a) => a.sign);
    if (pivot >= 0) this.lines.push({ pivot, line: left.map((a) => a.over(left[pivot])) });
  }
  copy() {
    return new Span(this.dimension, [...this.lines]);
  }
  get full() {
    return this.lines.length === this.dimension;
  }
}

/** Kohlberg's proof of the nucleolus, level by level: solvers/coalitional/kohlberg.py. */
function checkNucleolus(proof, certificate) {
  const game = readGame(proof.game);
  const payoffs = game.payoffs(certificate.split);
  demandShared(game, payoffs);
  const floored = (i) => payoffs[i].against(game.worths[1 << i]);
  demand(payoffs.every((_, i) => floored(i) >= 0), "A city would do better alone.");
  const span = new Span(game.players.length);
  span.add(game.all);
  const settledBefore = [];
  for (const level of certificate.levels) {
    const collection = readCollection(game, level.collection);
    const floors = new Map(
      Object.entries(level.floors).map(([city, multiplier]) => [
        game.players.indexOf(city),
        number(multiplier),
      ]),
    );
    demand(!floors.has(-1), "A floor is of no city.");
    demand(collection.length || floors.size, "A level settles nothing.");
    const total = sum(collection.map(({ weight }) => weight));
    demand(!collection.length || total.is(ONE), "The weights do not add up to 1.");
    const masks = [...collection.map(({ mask }) => mask), ...[...floors.keys()].map((i) => 1 << i)];
    const settled = masks.some((mask) => span.contains(span.incidence(mask)));
    demand(!settled, "A coalition is settled already.");
    demand([...floors.values()].every((m) => m.sign > 0), "A multiplier is not positive.");
    demand([...floors.keys()].every((i) => floored(i) === 0), "A city is not at its floor.");
    const attained = collection.map(({ mask }) => excess(game, payoffs, mask));
    demand(attained.every((one) => one.is(attained[0])), "The excesses of a level differ.");
    const combined = coverage(game, collection).map((a, i) => a.plus(floors.get(i) ?? ZERO));
    demand(span.contains(combined), "The coalitions do not balance.");
    if (collection.length) settledBefore.push({ value: attained[0], span: span.copy() });
    masks.forEach((mask) => span.add(mask));
  }
  settledBefore.forEach(({ value, span: before }, k) => {
    demand(!k || value.against(settledBefore[k - 1].value) <= 0, "A later level is higher.");
    for (let mask = 1; mask < game.all; mask++) {
      const greater = excess(game, payoffs, mask).against(value) > 0;
      demand(!greater || before.contains(before.incidence(mask)), "An excess is greater.");
    }
  });
  demand(span.full, "The levels leave the split open.");
}

/** Each city gets these payoffs, and no others. */
function demandSplit(game, certificate, payoffs) {
  const given = game.payoffs(certificate.split);
  game.players.forEach((city, i) => demand(given[i].is(payoffs[i]), `${city} gets another sum.`));
}

/** What each city adds, averaged over all orders of joining. */
function checkShapley(proof, certificate) {
  const game = readGame(proof.game);
  const n = game.players.length;
  const factorial = (k) => (k > 1 ? BigInt(k) * factorial(k - 1) : 1n);
  const size = (mask) => game.players.filter((_, i) => has(mask, i)).length;
  const payoffs = game.players.map((_, i) => {
    let total = ZERO;
    for (let mask = 0; mask <= game.all; mask++) {
      if (has(mask, i)) continue;
      const orders = factorial(size(mask)) * factorial(n - size(mask) - 1);
      const added = game.worths[mask | (1 << i)].minus(game.worths[mask]);
      total = total.plus(added.times(new Fraction(orders, factorial(n))));
    }
    return total;
  });
  demandSplit(game, certificate, payoffs);
}

/** Groups side by side: no others make more in all, as each part's best parts are gone through. */
function checkOptimalStructure(proof, certificate) {
  const game = readGame(proof.game);
  const masks = certificate.unions.map((union) => maskOf(game, union));
  const first = masks.map((mask) => mask & -mask);
  const ordered = first.every((city, k) => city && (!k || first[k - 1] < city));
  demand(ordered, "A group is empty, or stands before one of an earlier city.");
  const apart = game.players.every((_, i) => masks.filter((mask) => has(mask, i)).length === 1);
  demand(apart, "The groups do not have each city once.");
  const made = sum(masks.map((mask) => game.worths[mask]));
  demand(made.is(game.turned(number(certificate.value))), "The groups make another sum.");
  const best = [ZERO];
  for (let mask = 1; mask <= game.all; mask++) {
    best[mask] = game.worths[mask];
    for (let part = (mask - 1) & mask; part; part = (part - 1) & mask) {
      const inParts = game.worths[part].plus(best[mask ^ part]);
      if (inParts.against(best[mask]) > 0) best[mask] = inParts;
    }
  }
  demand(best[game.all].is(made), "Other groups make more.");
}

/** Where the way from stand-alone to separable costs adds up to what all pay. */
function checkAlternativeCosts(proof, certificate) {
  const game = readGame(proof.game);
  const all = game.worths[game.all];
  const alone = game.players.map((_, i) => game.worths[1 << i]);
  const own = game.players.map((_, i) => all.minus(game.worths[game.all ^ (1 << i)]));
  const even = sum(own).is(all);
  const step = even ? ONE : all.minus(sum(alone)).over(sum(own).minus(sum(alone)));
  const payoffs = alone.map((a, i) => a.plus(step.times(own[i].minus(a))));
  demandSplit(game, certificate, payoffs);
}

/** What all make together, in proportion to what each makes alone. */
function checkProportional(proof, certificate) {
  const game = readGame(proof.game);
  const alone = game.players.map((_, i) => game.worths[1 << i]);
  const part = game.worths[game.all].over(sum(alone));
  demandSplit(game, certificate, alone.map((worth) => worth.times(part)));
}

/** The core of the clubs' worths, where it is hardest to find; to prove it empty, where easiest. */
function checkTruceClubs(proof, certificate) {
  const radius = Fraction.parse(proof.radius);
  if (certificate.core === null) {
    demand(radius.sign > 0, "A proof that the core is empty, or not, is missing.");
    return;
  }
  const empty = certificate.core.kind === "core: empty";
  demand(empty || certificate.core.kind === "core", "Another kind of certificate belongs here.");
  const game = readGame(proof.game);
  const off = radius.times(whole(empty ? -game.players.length : game.players.length));
  game.worths = game.worths.map((worth, mask) =>
    !mask ? worth : mask === game.all ? worth.minus(off) : worth.plus(off),
  );
  if (empty) demandEmptyCore(game, certificate.core);
  else demandCore(game, certificate.core, 1);
}

// ---------------------------------------------------------------- Bargaining

/** A bargaining problem of `proofs`: the program of its payoffs, disagreement and weights. */
function readProblem({ players, disagreement, weights, program, added }) {
  const read = (list) => new Map(players.map((name, i) => [name, Fraction.parse(list[i])]));
  return {
    players,
    disagreement: read(disagreement),
    weights: read(weights),
    payoffs: readProgram(program),
    added, // how the variables that programs add are called
  };
}

/** How far all can go: the greatest t so that some feasible payoffs are >= start + t direction. */
function wayProgram(problem, start, direction) {
  const { payoffs, players, added } = problem;
  const rows = players.map((name) =>
    row(`way of ${name}`, ">=", start.get(name), [
      [name, ONE],
      [added.step, direction.get(name).negative()],
    ]),
  );
  return {
    sense: "max",
    objective: [[added.step, ONE]],
    rows: [...payoffs.rows, ...rows],
    bounds: new Map([...payoffs.bounds, [added.step, [null, null]]]),
  };
}

/** Maximise one payoff over the agreements that give each player at least these. */
function agreementProgram({ payoffs, players }, agreed, name) {
  const rows = players.map((one) =>
    row(`agreed for ${one}`, ">=", agreed.get(one), [[one, ONE]]),
  );
  return { ...payoffs, objective: [[name, ONE]], rows: [...payoffs.rows, ...rows] };
}

/** Who could have more than these payoffs at no cost to others: its "spare" is 1, else 0. */
function spareProgram({ payoffs, players, added }, agreed) {
  const stretched = payoffs.rows.map((one) => ({
    name: one.name,
    terms: [...one.terms, [added.stretch, (one.low ?? one.high).negative()]],
    low: one.low && ZERO,
    high: one.high && ZERO,
  }));
  const rows = players.map((name, i) =>
    row(`agreed for ${name}`, ">=", ZERO, [
      [name, ONE],
      [added.stretch, agreed.get(name).negative()],
      [added.spare[i], ONE.negative()],
    ]),
  );
  return {
    sense: "max",
    objective: added.spare.map((name) => [name, ONE]),
    rows: [...stretched, ...rows],
    bounds: new Map([
      ...payoffs.bounds,
      ...players.map((name) => [name, [null, null]]),
      [added.stretch, [ONE, null]],
      ...added.spare.map((name) => [name, [ZERO, ONE]]),
    ]),
  };
}

/** Where all who are not fixed have come after a step. */
function reached({ players, disagreement, weights }, step, fixed = new Map()) {
  return new Map(
    players.map((name) => [
      name,
      fixed.get(name) ?? disagreement.get(name).plus(step.times(weights.get(name))),
    ]),
  );
}

/** A basis for the greatest common gain, and one for who could have more beside it. */
function checkEgalitarian(proof, certificate) {
  const problem = readProblem(proof.problem);
  const way = wayProgram(problem, problem.disagreement, problem.weights);
  const { value } = vertexOf(way, certificate.furthest);
  vertexOf(spareProgram(problem, reached(problem, value)), certificate.spare);
}

/** Level by level: how far all who are not fixed can go, and who cannot go further. */
function checkLexicographic(proof, certificate) {
  const problem = readProblem(proof.problem);
  const fixed = new Map();
  let before = ONE.negative();
  for (const level of certificate.levels) {
    const direction = new Map(
      problem.players.map((name) => [name, fixed.has(name) ? ZERO : problem.weights.get(name)]),
    );
    const start = new Map([...problem.disagreement, ...fixed]);
    const { value } = vertexOf(wayProgram(problem, start, direction), level.least);
    demand(value.against(before) > 0, "Each level leads further than the one before.");
    before = value;
    const here = reached(problem, value, fixed);
    const stuck = Object.entries(level.fixed);
    const free = stuck.every(([name]) => here.has(name) && !fixed.has(name));
    demand(stuck.length && free, "Each level fixes players that are not fixed yet.");
    for (const [name, basis] of stuck) {
      const highest = vertexOf(agreementProgram(problem, here, name), basis).value;
      demand(highest.is(here.get(name)), `${name} can go further.`);
    }
    for (const [name] of stuck) fixed.set(name, here.get(name));
  }
  demand(fixed.size === problem.players.length, "Not all players are fixed in the end.");
}

/** The relative precision to which an enclosure proves the product of gains. */
const CLOSE = new Fraction(1n, 10n ** 15n);

/** A feasible point, a hyperplane that supports the product of gains there, and who cannot gain. */
function checkNash(proof, certificate) {
  const problem = readProblem(proof.problem);
  const { players, disagreement, weights, payoffs } = problem;
  const point = numbersOf(certificate.point, names(payoffs), "The point");
  demandFeasible(payoffs, point);
  const gain = (name) => point.get(name).minus(disagreement.get(name));
  const gains = new Map(players.map((name) => [name, gain(name)]));
  const gaining = players.filter((name) => gains.get(name).sign);
  const idle = Object.entries(certificate.idle);
  const others = idle.every(([name]) => gains.has(name) && !gaining.includes(name));
  demand(others && idle.length + gaining.length === players.length, "Each gains, or cannot.");
  for (const [name, basis] of idle) {
    const { value } = vertexOf({ ...payoffs, objective: [[name, ONE]] }, basis);
    demand(value.is(disagreement.get(name)), `${name} can gain.`);
  }
  demand((certificate.support === null) === !gaining.length, "A hyperplane is missing, or idle.");
  if (!gaining.length) return;
  const objective = gaining.map((name) => [name, weights.get(name).over(gains.get(name))]);
  const { value } = vertexOf({ ...payoffs, objective }, certificate.support);
  const shift = sum(objective.map(([name, slope]) => slope.times(disagreement.get(name))));
  const total = sum(gaining.map((name) => weights.get(name)));
  const over = value.minus(shift).over(total).minus(ONE);
  demand(over.sign >= 0 && over.against(CLOSE) <= 0, "A greater product of gains is possible.");
}

// ---------------------------------------------------------------- Pairing

/** The pairs, and what each city keeps at least and at most: mechanisms/pairing. */
function checkPairing(proof, certificate) {
  const { hubs, cities, capacity } = proof.game;
  const surplus = proof.game.surplus.map((line) => line.map(Fraction.parse));
  const crowding = proof.game.crowding.map(Fraction.parse);
  const pairs = Object.entries(certificate.pairs);
  const known = pairs.every(([city, hub]) => cities.includes(city) && hubs.includes(hub));
  demand(known, "A pair is of no city, or of no hub.");
  const hubOf = cities.map((city) =>
    Object.hasOwn(certificate.pairs, city) ? hubs.indexOf(certificate.pairs[city]) : -1,
  );
  const inside = hubs.map((_, h) => cities.map((_, c) => c).filter((c) => hubOf[c] === h));
  demand(inside.every((there, h) => there.length <= capacity[h]), "A hub has not so many places.");
  const game = { hubs, cities, capacity, surplus, crowding, hubOf, inside };
  for (const [mapping, isLeast] of [
    [certificate.least, true],
    [certificate.most, false],
  ]) {
    inTheirOrder(mapping, cities, "The payoffs");
    const kept = [...numbersOf(mapping, cities).values()];
    demandStable(game, kept);
    demand(justified(game, kept, isLeast).every(Boolean), "A payoff could be another.");
  }
}

const step = (slope, k) => slope.times(whole(k));

/** Refuses payoffs at which a city would be alone, or a hub would rather have other cities. */
function demandStable({ hubs, capacity, surplus, crowding, hubOf, inside }, kept) {
  const fair = kept.every((x, c) => x.sign >= 0 && (hubOf[c] >= 0 || !x.sign));
  demand(fair, "A city cannot have that.");
  hubs.forEach((hub, h) => {
    const left = kept.map((x, c) => surplus[h][c].minus(x));
    const best = [...left]
      .sort((a, b) => b.against(a))
      .map((x, k) => largest([x.minus(step(crowding[h], k)), ZERO]))
      .slice(0, capacity[h]);
    const had = inside[h].map((c, k) => left[c].minus(step(crowding[h], k)));
    demand(sum(had).is(sum(best)), `${hub} would rather have other cities.`);
  });
}

/** Whether each payoff is as low (high) as it is by a bound, or by another's that is. */
function justified({ cities, hubs, capacity, surplus, crowding, hubOf, inside }, kept, isLeast) {
  const found = cities.map((_, c) => (isLeast ? !kept[c].sign : hubOf[c] < 0));
  const margin = (h, c) => kept[c].minus(surplus[h][c]);
  const outside = hubs.map((_, h) => cities.map((_, c) => c).filter((c) => hubOf[c] !== h));
  hubs.forEach((_, h) => {
    const places = inside[h].length;
    const at = (c, k) => margin(h, c).is(step(crowding[h], k).negative());
    if (isLeast && places < capacity[h]) {
      for (const c of outside[h]) found[c] ||= at(c, places);
    } else if (!isLeast) {
      for (const c of inside[h]) found[c] ||= at(c, places - 1);
    }
  });
  for (let more = true; more; ) {
    const before = [...found];
    more = false;
    hubs.forEach((_, h) => {
      const [by, of] = isLeast ? [inside[h], outside[h]] : [outside[h], inside[h]];
      const levels = by.filter((c) => before[c]).map((c) => margin(h, c));
      if (!levels.length) return;
      const level = isLeast ? largest(levels) : least(levels);
      for (const c of of) {
        if (!found[c] && margin(h, c).is(level)) more = found[c] = true;
      }
    });
  }
  return found;
}

/** The best pairing with its payments. */
function checkMandate(proof, certificate) {
  demand(certificate.best.kind === "pairing with transfers", "Another kind belongs here.");
  checkPairing(proof, certificate.best);
}

// ---------------------------------------------------------------- Two by two

/** The names of a game of two cities with two actions: solvers/strategic/two_by_two.py. */
function checkTwoByTwo(proof, certificate) {
  const [one, two] = proof.payoffs.map((lines) => lines.map((line) => line.map(Fraction.parse)));
  const found = new Set(
    strictOrders(one).flatMap((a) => strictOrders(two).map((b) => nameOf(a, b))),
  );
  const expected = NAMES.filter((name) => found.has(name));
  const same = inOrder(certificate.names, expected) && certificate.names.length === found.size;
  demand(same, `It is ${expected.join(", ")}.`);
}

const NAMES = [
  "prisoners' dilemma",
  "deadlock",
  "harmony",
  "one-sided dilemma",
  "stag hunt",
  "coordination",
  "chicken",
  "battle of the sexes",
  "leader and follower",
  "matching pennies",
];

/** All strict orders of four payoffs, as ranks, that keep to the strict ones they have. */
function strictOrders(payoffs) {
  const flat = payoffs.flat();
  const orders = [0, 1, 2, 3].reduce(
    (found) =>
      found.flatMap((order) =>
        [0, 1, 2, 3].filter((k) => !order.includes(k)).map((k) => [...order, k]),
      ),
    [[]],
  );
  const keeps = (order) =>
    flat.every((x, i) =>
      flat.every((y, j) => x.is(y) || x.against(y) < 0 === order[i] < order[j]),
    );
  return orders.filter(keeps).map(([a, b, c, d]) => [
    [a, b],
    [c, d],
  ]);
}

/** The name where no payoffs of a city are equal; u[a][b]: its own action first. */
function nameOf(one, two) {
  const isEquilibrium = ([a, b]) => one[a][b] > one[1 - a][b] && two[b][a] > two[1 - b][a];
  const profiles = [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ];
  const equilibria = profiles.filter(isEquilibrium);
  if (!equilibria.length) return "matching pennies";
  if (equilibria.length === 2) return nameOfTwo(one, two, equilibria);
  const dominates = (u) => u[0][0] > u[1][0] === u[0][1] > u[1][1];
  if (!dominates(one) || !dominates(two)) return "leader and follower";
  const [[a, b]] = equilibria;
  const swaps = [one[1 - a][1 - b] > one[a][b], two[1 - b][1 - a] > two[b][a]];
  const helped = [one[a][b] > one[a][1 - b], two[b][a] > two[b][1 - a]];
  if (swaps.every(Boolean)) return "prisoners' dilemma";
  if (swaps.some(Boolean)) return "one-sided dilemma";
  return helped.every(Boolean) ? "harmony" : "deadlock";
}

/** Two equilibria lie on a diagonal; each city has its favourite. */
function nameOfTwo(one, two, [first, second]) {
  const [a, b] = one[first[0]][first[1]] > one[second[0]][second[1]] ? first : second;
  const [c, d] = two[first[1]][first[0]] > two[second[1]][second[0]] ? first : second;
  if (a === c && b === d) {
    const safer = [
      Math.min(...one[1 - a]) > Math.min(...one[a]),
      Math.min(...two[1 - b]) > Math.min(...two[b]),
    ];
    return safer.every(Boolean) ? "stag hunt" : "coordination";
  }
  const yields = [one[c][b] > one[c][d], two[b][c] > two[b][a]];
  return yields.every(Boolean) ? "chicken" : "battle of the sexes";
}

// ---------------------------------------------------------------- One number

/** The fee that leaves the city most, against all fees at which the operator's choice changes. */
function checkScreening(proof, certificate) {
  const { bad, look, admit, accuracy, admits_all, admits_good } = Object.fromEntries(
    Object.entries(proof.screening).map(([name, text]) => [name, Fraction.parse(text)]),
  );
  const good = ONE.minus(bad);
  const error = ONE.minus(accuracy);
  const passes = good.times(accuracy).plus(bad.times(error));
  const choices = (fee) => {
    const one = accuracy.times(fee).minus(admit);
    const other = error.times(fee).minus(admit);
    return {
      looks: good.times(largest([ZERO, one])).minus(look), // admits no bad one that it has seen
      admits: good.times(one).plus(bad.times(other)),
    };
  };
  const buysLook = ({ looks, admits }) => looks.against(largest([admits, ZERO])) >= 0;
  const kept = (fee) => {
    const choice = choices(fee);
    if (buysLook(choice)) return admits_good.minus(good.times(accuracy).times(fee));
    return choice.admits.sign >= 0 ? admits_all.minus(passes.times(fee)) : ZERO;
  };
  const candidates = [ZERO, admit.over(passes)];
  const lowest = admit.plus(look.over(good)).over(accuracy);
  const room = admit.minus(look.over(bad));
  const possible = error.sign ? lowest.against(room.over(error)) <= 0 : room.sign >= 0;
  if (possible) candidates.push(lowest);
  const fee = number(certificate.fee);
  const bought = buysLook(choices(fee)) && fee.sign > 0;
  demand(certificate.bought === bought, "The fee does not do what is claimed.");
  demand(candidates.some((other) => other.is(fee)), "A lower fee would lead to the same choice.");
  for (const other of candidates) {
    const more = kept(other).against(kept(fee));
    demand(more <= 0, "Another fee leaves the city more.");
    demand(more < 0 || other.against(fee) >= 0, "A lower fee leaves the city as much.");
  }
}

/** The cut at which the fund of two traders breaks even, or a narrow range around it. */
function checkBilateralTrade(proof, certificate) {
  const [lowValue, highValue, lowCost, highCost] = proof.ranges.map(Fraction.parse);
  const [low, high] = [number(certificate.low), number(certificate.high)];
  const widest = highValue.minus(lowCost);
  if (lowValue.against(highCost) >= 0 || widest.sign <= 0) {
    const gain = largest([ZERO, lowValue.minus(highCost)]);
    demand(low.is(high) && low.is(gain), "Every deal worth making can be made.");
    return;
  }
  const ordered = low.sign >= 0 && low.against(high) <= 0;
  demand(ordered && whole(2).times(high).against(widest) < 0, "The cut is out of range.");
  const spans = [highValue.minus(lowValue), highCost.minus(lowCost)];
  const [short, long] = [least(spans), largest(spans)];
  const area = short.times(long);
  const bottom = widest.minus(short).minus(long);
  // On each piece the density of the gain w is x + y w, and the fund gets 2 w - widest.
  const pieces = [
    [bottom, widest.minus(long), bottom.negative().over(area), ONE.over(area)],
    [widest.minus(long), widest.minus(short), short.over(area), ZERO],
    [widest.minus(short), widest, widest.over(area), ONE.negative().over(area)],
  ];
  const funds = (cut) =>
    sum(
      pieces.map(([from, end, x, y]) => {
        const start = largest([from, cut]);
        if (start.against(end) >= 0) return ZERO;
        const terms = [
          widest.times(x).negative(),
          whole(2).times(x).minus(widest.times(y)),
          whole(2).times(y),
        ];
        const integral = (w) =>
          sum(terms.map((a, k) => a.times(power(w, k + 1)).over(whole(k + 1))));
        return integral(end).minus(integral(start));
      }),
    );
  const [lacks, spare] = [funds(low), funds(high)];
  const even = lacks.sign <= 0 && spare.sign >= 0 && !lacks.sign === low.is(high);
  demand(even, "The fund does not break even at this cut.");
  const close = high.minus(low).times(new Fraction(2n ** 60n)).against(widest) <= 0;
  demand(close, "The cut is not enclosed closely.");
}

// ---------------------------------------------------------------- Wages for the same engineer

const positive = (fraction) => (fraction.sign > 0 ? fraction : ZERO);

/** Where a parabola is highest, by its values at 0, 1/2 and 1; null where it does not bend down. */
function peakOf(first, middle, last) {
  const bend = first.minus(whole(2).times(middle)).plus(last);
  if (bend.sign >= 0) return null;
  const slope = whole(3).times(first).minus(whole(4).times(middle)).plus(last);
  return slope.over(whole(4).times(bend));
}

/** Offers of cities to the same engineer, and his hours: games/common_agency.py. */
class Engineer {
  constructor({ cities, value, burden, travel, grant, tiredness, allowed }) {
    this.cities = cities;
    this.value = value.map((line) => line.map(Fraction.parse));
    [this.burden, this.travel, this.grant] = [burden, travel, grant].map((list) =>
      list.map(Fraction.parse),
    );
    [this.tiredness, this.allowed] = [tiredness, allowed].map(Fraction.parse);
    this.own = this.grant.map((paid, j) => this.value[j][j].plus(paid));
  }

  /** What one more hour anywhere takes from all the others, at the best hours. */
  priceOfTime(worth) {
    const order = worth.map((y, k) => [y, this.burden[k]]).sort(([a], [b]) => b.against(a));
    const levelOf = (level) => {
      let [found, y, c] = [ZERO, ZERO, ZERO];
      for (const [k, [one, burden]] of order.entries()) {
        if (one.against(k ? found : ZERO) <= 0) break;
        [y, c] = [y.plus(one.over(burden)), c.plus(ONE.over(burden))];
        found = level(y, c);
      }
      return found;
    };
    const s = this.tiredness;
    const free = levelOf((y, c) => s.times(y).over(ONE.plus(s.times(c))));
    const used = sum(order.map(([y, c]) => positive(y.minus(free)).over(c)));
    if (used.against(this.allowed) <= 0) return free;
    return levelOf((y, c) => y.minus(this.allowed).over(c));
  }

  /** What an hour brings him where it is, before burden and tiredness. */
  worth(wages) {
    return wages.map((wage, k) => wage.minus(this.travel[k]));
  }

  hours(wages) {
    if (!this.allowed.sign) return wages.map(() => ZERO);
    const worth = this.worth(wages);
    const price = this.priceOfTime(worth);
    return worth.map((y, k) => positive(y.minus(price)).over(this.burden[k]));
  }

  payoffs(wages) {
    const hours = this.hours(wages);
    return wages.map((wage, j) =>
      sum([
        ...hours.map((h, k) => this.value[j][k].times(h)),
        this.grant[j].minus(wage).times(hours[j]),
      ]),
    );
  }

  /** The most that a city can have by any wage; its payoff is quadratic in its hours, by pieces. */
  best(j, wages) {
    if (!this.allowed.sign) return ZERO;
    const worth = this.worth(wages);
    const others = worth.map((_, k) => k).filter((k) => k !== j);
    const bought = (k, level) => positive(worth[k].minus(level)).over(this.burden[k]);
    const payoff = ([x, level]) => {
      const spilled = sum(others.map((k) => this.value[j][k].times(bought(k, level))));
      const kept = this.own[j].minus(this.travel[j]).minus(this.burden[j].times(x)).minus(level);
      return kept.times(x).plus(spilled);
    };
    const start = this.priceOfTime(worth.map((y, k) => (k === j ? ZERO : y)));
    const limit = this.tiredness.times(this.allowed);
    const corners = [[ZERO, start]];
    for (const level of [limit, ...others.map((k) => worth[k])]) {
      if (level.against(start) < 0) continue;
      const free = this.tiredness.sign > 0 && level.against(limit) < 0;
      const all = free ? level.over(this.tiredness) : this.allowed;
      const x = all.minus(sum(others.map((k) => bought(k, level))));
      if (x.sign >= 0 && x.against(this.allowed) <= 0) corners.push([x, level]);
    }
    corners.sort((a, b) => a[0].against(b[0]) || a[1].against(b[1]));
    const candidates = [...corners];
    for (let k = 1; k < corners.length; k++) {
      const [from, to] = [corners[k - 1], corners[k]];
      const between = (part) => from.map((a, i) => a.plus(part.times(to[i].minus(a))));
      const part = peakOf(payoff(from), payoff(between(ONE.over(whole(2)))), payoff(to));
      if (part && part.sign > 0 && part.against(ONE) < 0) candidates.push(between(part));
    }
    return largest(candidates.map(payoff));
  }

  /** The highest wage at which a city has no hours, if it would not lose by paying it for one. */
  keen(j, wages) {
    const without = this.worth(wages).map((y, k) => (k === j ? ZERO : y));
    return positive(least([this.own[j], this.travel[j].plus(this.priceOfTime(without))]));
  }
}

/** Wages from which no city gains by another one, but for next to nothing. */
function checkCommonAgency(proof, certificate) {
  const engineer = new Engineer(proof.engineer);
  const { cities } = engineer;
  const offers = inTheirOrder(certificate.offers, cities, "The offers");
  const wages = [...numbersOf(offers, cities).values()];
  const [hours, payoffs] = [engineer.hours(wages), engineer.payoffs(wages)];
  const regrets = cities.map((_, j) => engineer.best(j, wages).minus(payoffs[j]));
  const small = new Fraction(1n, 10n ** 6n);
  cities.forEach((city, j) => {
    const most = small.times(ONE.plus(payoffs[j].size()));
    demand(regrets[j].against(most) <= 0, `${city} gains by another wage.`);
    const known = hours[j].sign || !wages[j].sign || wages[j].is(engineer.keen(j, wages));
    demand(known, `${city} offers neither nothing nor all that it would pay.`);
  });
  const regret = number(certificate.regret);
  demand(largest(regrets).is(regret), "What a city could gain by another wage is not that.");
}

// ---------------------------------------------------------------- Land, zones and parks

/** The optimum with white land, without, and of each scenario if it is known. */
function checkWhiteSpace(proof, certificate) {
  const { flexible, fixed, foresight } = proof;
  const known = foresight.map(([scenario]) => scenario);
  const optima = inTheirOrder(certificate.foresight, known, "The scenarios");
  for (const [program, optimum] of [
    [flexible, certificate.flexible],
    [fixed, certificate.fixed],
    ...foresight.map(([scenario, program]) => [program, optima[scenario]]),
  ]) {
    demand(optimum.kind === "linear program: optimum", "Another kind of certificate belongs here.");
    checkOptimum({ program }, optimum);
  }
}

/** Of each partition into zones the first group that blocks it, if any. */
function checkCorePartitions(proof, certificate) {
  const { cities, worth, largest: most } = proof.zones;
  demand(!certificate.top.length, "Of so few cities all partitions are looked at.");
  const n = cities.length;
  const table = worth.map((line) => line.map(Fraction.parse));
  const size = (mask) => cities.filter((_, i) => has(mask, i)).length;
  const groups = [];
  for (let mask = 1; mask < 1 << n; mask++) {
    if (size(mask) > most) continue;
    const payoffs = table.map((line) => sum(line.filter((_, j) => has(mask, j))));
    groups[mask] = payoffs;
  }
  const firstBlocking = (zones) => {
    const kept = cities.map((_, i) => groups[zones.find((zone) => has(zone, i))][i]);
    const blocks = (payoffs, mask) =>
      kept.every((x, i) => !has(mask, i) || payoffs[i].against(x) > 0);
    const found = groups.findIndex((payoffs, mask) => payoffs && blocks(payoffs, mask));
    return cities.filter((_, i) => found > 0 && has(found, i));
  };
  const partitions = (k, zones) => {
    if (k === n) return [zones];
    const joined = zones.flatMap((zone, place) =>
      size(zone) < most
        ? partitions(k + 1, zones.map((one, at) => (at === place ? zone | (1 << k) : one)))
        : [],
    );
    return [...joined, ...partitions(k + 1, [...zones, 1 << k])];
  };
  const all = partitions(0, []);
  demand(all.length === certificate.blocking.length, "There is an entry for each partition.");
  all.forEach((zones, place) => {
    const [given, group] = [certificate.blocking[place], firstBlocking(zones)];
    const same = Array.isArray(given) && JSON.stringify(given) === JSON.stringify(group);
    demand(same, `${brief(given)} is not the first group that blocks its partition.`);
  });
}

/** The best contract of a hosted operator, and of a joint company. */
function checkRegimes(proof, certificate) {
  checkIndexContract(proof.hosted, certificate.hosted);
  checkIndexContract(proof.joint, certificate.joint);
}

/** No slope is better: on each side of where a task is given up the surplus is a parabola. */
function checkIndexContract(agency, certificate) {
  demand(certificate.kind === "index contract", "Another kind of certificate belongs here.");
  const [value, index, basic] = ["value", "index", "basic"].map((name) =>
    agency[name].map(Fraction.parse),
  );
  const [cost, risk, s] = ["cost", "risk", "substitution"].map((name) =>
    Fraction.parse(agency[name]),
  );
  const two = whole(2);
  const scale = cost.times(ONE.minus(s.times(s)));
  const pulls = index.map((m, k) => m.minus(s.times(index[1 - k])).over(scale));
  const gone = pulls.findIndex((pull) => pull.sign < 0);
  const limit = gone < 0 ? null : basic[gone].negative().over(pulls[gone]);
  const beyondBasic = (slope) => {
    if (!limit || slope.against(limit) <= 0) return pulls.map((pull) => slope.times(pull));
    const other = slope.times(index[1 - gone]).over(cost).plus(s.times(basic[gone]));
    return [0, 1].map((k) => (k === gone ? basic[gone].negative() : other));
  };
  const surplus = (slope) => {
    const more = beyondBasic(slope);
    const worth = sum(value.map((v, k) => v.times(basic[k].plus(more[k]))));
    const both = two.times(s).times(more[0]).times(more[1]);
    const effort = cost.times(sum([...more.map((x) => x.times(x)), both]));
    return worth.minus(effort.plus(risk.times(slope.times(slope))).over(two));
  };
  const slope = number(certificate.slope);
  demand(slope.sign >= 0, "The slope is negative.");
  for (const [low, high] of limit ? [[ZERO, limit], [limit, null]] : [[ZERO, null]]) {
    const width = high ? high.minus(low) : two;
    const [first, middle, last] = [ZERO, ONE, two].map((k) =>
      surplus(low.plus(k.times(width).over(two))),
    );
    const part = positive(peakOf(first, middle, last) ?? ZERO);
    const top = low.plus((high ? least([part, ONE]) : part).times(width));
    const more = surplus(top).against(surplus(slope));
    demand(more < 0 || (more === 0 && top.against(slope) >= 0), `A slope of ${top} is better.`);
  }
}

/** By city the price of rest, and by how much an error is multiplied from period to period. */
function checkCobweb(proof, certificate) {
  const { cities, lags, learned } = proof.market;
  const lines = ["demand", "demand_slope", "supply", "supply_slope"];
  const [demanded, demandSlope, supplied, supplySlope] = lines.map((name) =>
    proof.market[name].map(Fraction.parse),
  );
  const [prices, ratios] = [certificate.prices, certificate.ratios].map((mapping) =>
    [...numbersOf(inTheirOrder(mapping, cities, "The cities"), cities).values()],
  );
  cities.forEach((city, k) => {
    const cleared = (expected) => {
      if (lags === "supply") {
        const quantity = supplied[k].plus(supplySlope[k].times(expected));
        return demanded[k].minus(quantity).over(demandSlope[k]);
      }
      const quantity = demanded[k].minus(demandSlope[k].times(expected));
      return quantity.minus(supplied[k]).over(supplySlope[k]);
    };
    const price = prices[k];
    demand(cleared(price).is(price), `${price} is not the price of rest in ${city}.`);
    const wrong = price.plus(ONE);
    const next =
      learned === null
        ? price
        : wrong.plus(Fraction.parse(learned).times(cleared(wrong).minus(wrong)));
    demand(next.minus(price).is(ratios[k]), `An error in ${city} is multiplied by another number.`);
  });
}

// ---------------------------------------------------------------- Values known as ranges

const readRanges = (ranges) => ranges.map((ends) => ends.map(Fraction.parse));
const power = (w, k) => (k ? w.times(power(w, k - 1)) : ONE);
const plusAll = (a, b) =>
  Array.from({ length: Math.max(a.length, b.length) }, (_, k) => (a[k] ?? ZERO).plus(b[k] ?? ZERO));
const scaled = (a, times) => a.map((x) => x.times(times));
/** The product of two polynomials, each the list of its coefficients. */
const timesAll = (a, b) =>
  a.reduce((found, x, k) => plusAll(found, [...Array(k).fill(ZERO), ...scaled(b, x)]), [ZERO]);
const total = (polynomials) => polynomials.reduce(plusAll, [ZERO]);

/** The chances that no lot is for sale, one, two, ...; see mechanisms/direct/lot_counts.py. */
function lotCounts(chances, lots) {
  return chances.reduce(
    (found, chance, i) => {
      const none = Array(lots[i]).fill([ZERO]);
      const [stay, more] = [[...found, ...none], [...none, ...found]];
      const not = plusAll([ONE], scaled(chance, ONE.negative()));
      return stay.map((one, k) => plusAll(timesAll(one, not), timesAll(more[k], chance)));
    },
    [[ONE]],
  );
}

/** The best trades of stretched ranges: what they gain, and how that changes with the stretch.

    Chances are polynomials of the price between two ends; mechanisms/direct/range_sums.py. */
function exchangeSums({ buyers, sellers, lots }, stretch) {
  const far = ([low, high]) => stretch.times(high.minus(low));
  const bids = buyers.map((ends) => [ends[1].minus(far(ends)), ends[1]]);
  const asks = sellers.map((ends) => [ends[0], ends[0].plus(far(ends))]);
  const [bought, sold] = [lots.slice(0, bids.length), lots.slice(bids.length)];
  const tails = (counts) => counts.map((_, k) => total(counts.slice(k)));
  const points = [...bids, ...asks].flat().sort((a, b) => a.against(b));
  let [gain, rents] = [ZERO, ZERO];
  for (let at = 1; at < points.length; at++) {
    const [start, end] = [points[at - 1], points[at]];
    if (start.is(end)) continue;
    const integral = (polynomial) =>
      sum(
        polynomial.map((a, k) =>
          a.times(power(end, k + 1).minus(power(start, k + 1))).over(whole(k + 1)),
        ),
      );
    const below = ([low, high]) => {
      if (start.against(high) >= 0) return [ONE];
      if (end.against(low) <= 0) return [ZERO];
      const width = high.minus(low);
      return [low.negative().over(width), ONE.over(width)];
    };
    const above = bids.map((ends) => plusAll([ONE], scaled(below(ends), ONE.negative())));
    const under = asks.map(below);
    const [demanded, offered] = [tails(lotCounts(above, bought)), tails(lotCounts(under, sold))];
    const deals = demanded.slice(1).filter((_, k) => k + 1 < offered.length);
    gain = gain.plus(integral(total(deals.map((one, k) => timesAll(one, offered[k + 1])))));
    for (const [own, each, across] of [
      [above, bought, offered],
      [under, sold, demanded],
    ]) {
      own.forEach((chance, i) => {
        if (chance.length < 2) return; // its range is not here
        const others = lotCounts(
          own.filter((_, j) => j !== i),
          each.filter((_, j) => j !== i),
        );
        for (let lot = 1; lot <= each[i]; lot++) {
          const met = others.slice(0, Math.max(0, across.length - lot));
          const takes = total(met.map((one, k) => timesAll(one, across[lot + k])));
          rents = rents.plus(integral(timesAll(chance, takes)));
        }
      });
    }
  }
  return { gain, slope: rents.over(stretch).negative() };
}

/** The chance that a sum of even variables stays below `room`, integrated so many times. */
function staysBelow(widths, room, times) {
  const order = widths.length + times;
  const left = widths.reduce(
    (found, width) => [...found, ...found.map(([end, sign]) => [end.minus(width), -sign])],
    [[room, 1]],
  );
  const volume = sum(
    left
      .filter(([end]) => end.sign > 0)
      .map(([end, sign]) => whole(sign).times(power(end, order))),
  );
  const factorial = (k) => (k > 1 ? whole(k).times(factorial(k - 1)) : ONE);
  return volume.over(widths.reduce((a, b) => a.times(b), factorial(order)));
}

/** The project built where stretched values exceed its cost: as for an exchange. */
function projectSums({ ranges, cost }, stretch) {
  const widths = ranges.map(([low, high]) => stretch.times(high.minus(low)));
  const room = sum(ranges.map(([, high]) => high)).minus(cost);
  const rents = widths.map((width, i) => {
    if (!width.sign) return ZERO;
    const others = widths.filter((w, j) => j !== i && w.sign);
    const rest = room.minus(width);
    const twice = staysBelow(others, room, 2).minus(staysBelow(others, rest, 2));
    return twice.over(width).minus(staysBelow(others, rest, 1));
  });
  const free = widths.filter((width) => width.sign);
  return { gain: staysBelow(free, room, 1), slope: sum(rents).over(stretch).negative() };
}

const readExchange = ({ cities, buyers, sellers, lots }) => ({
  cities,
  buyers: readRanges(buyers),
  sellers: readRanges(sellers),
  lots,
});
const readProject = ({ cities, ranges, cost }) => ({
  cities,
  ranges: readRanges(ranges),
  cost: Fraction.parse(cost),
});

/** The stretch of all ranges at which the fund breaks even, and what is gained by it. */
function checkVoluntaryRule(proof, certificate) {
  const { exchange, project } = proof;
  const sums = exchange
    ? (stretch) => exchangeSums(readExchange(exchange), stretch)
    : (stretch) => projectSums(readProject(project), stretch);
  const stretch = number(certificate.stretch);
  const two = whole(2);
  demand(stretch.against(ONE) >= 0 && stretch.against(two) < 0, "The stretch is out of range.");
  const tangent = (at) => {
    const { gain, slope } = sums(at);
    return {
      gains: gain.minus(at.minus(ONE).times(slope)),
      funds: gain.plus(two.minus(at).times(slope)),
    };
  };
  const first = tangent(ONE);
  const found = stretch.is(ONE) ? first : tangent(stretch);
  demand(first.gains.is(number(certificate.first_best)), "The first best is another one.");
  demand(first.funds.is(number(certificate.spare)), "The first best leaves another sum.");
  demand(found.gains.is(number(certificate.gains)), "This stretch gains another sum.");
  demand(found.funds.sign >= 0, "The stretch cannot be paid for.");
  demand(stretch.is(ONE) === first.funds.sign >= 0, "The stretch is more than is needed.");
  const beyond = found.funds.times(stretch.minus(ONE)).over(two.minus(stretch));
  const close = found.gains.over(new Fraction(10n ** 9n));
  demand(beyond.against(close) <= 0, "The stretch is not enclosed closely.");
}

/** Refuses a rule that does not bring these payoffs, and this gain. */
function demandRule(rule, cities, payoffs, gain, name) {
  const given = [...numbersOf(rule.payoffs, cities, "The payoffs").values()];
  const kept = gain.minus(sum(payoffs));
  const same = number(rule.gain).is(gain) && number(rule.kept).is(kept);
  demand(same && given.every((x, i) => x.is(payoffs[i])), `${name} brings something else.`);
}

/** How likely a buyer likes a price, and what it expects of it if it gets its lot, or 0. */
function willing([low, high], price) {
  const two = whole(2);
  if (price.against(low) <= 0) return [ONE, low.plus(high).over(two).minus(price)];
  if (price.against(high) > 0 || low.is(high)) return [ZERO, ZERO];
  const over = high.minus(price);
  return [over.over(high.minus(low)), over.times(over).over(high.minus(low)).over(two)];
}

/** What a posted price brings, by who is willing, and VCG, with each city and without it. */
function checkExchangeInRanges(proof, certificate) {
  const exchange = readExchange(proof.exchange);
  const { cities, buyers, sellers, lots } = exchange;
  const { "posted price": posted, VCG: pivotal } = inTheirOrder(
    certificate.rules,
    ["posted price", "VCG"],
    "The rules",
  );
  const price = number(certificate.price);
  const turned = sellers.map(([low, high]) => [high.negative(), low.negative()]);
  const sides = [
    ...buyers.map((ends) => willing(ends, price)),
    ...turned.map((ends) => willing(ends, price.negative())),
  ];
  const isBuyer = (i) => i < buyers.length;
  const payoffs = cities.map(() => ZERO);
  for (let group = 1; group < 1 << cities.length; group++) {
    const chance = sides.reduce(
      (found, [p], i) => found.times(has(group, i) ? p : ONE.minus(p)),
      ONE,
    );
    if (!chance.sign) continue;
    const count = (side) =>
      lots.reduce((found, size, i) => found + (isBuyer(i) === side && has(group, i) ? size : 0), 0);
    const [wanted, offered] = [count(true), count(false)];
    const deals = Math.min(wanted, offered);
    sides.forEach(([p, surplus], i) => {
      if (!deals || !has(group, i)) return;
      const drawn = new Fraction(BigInt(deals * lots[i]), BigInt(isBuyer(i) ? wanted : offered));
      payoffs[i] = payoffs[i].plus(chance.times(drawn).times(surplus).over(p));
    });
  }
  demandRule(posted, cities, payoffs, sum(payoffs), "The posted price");
  const { gain } = exchangeSums(exchange, ONE);
  demand(gain.is(number(certificate.first_best)), "The first best is another one.");
  const left = cities.map((_, i) => {
    const others = {
      buyers: buyers.filter((_, j) => j !== i),
      sellers: sellers.filter((_, j) => j + buyers.length !== i),
      lots: lots.filter((_, j) => j !== i),
    };
    const both = others.buyers.length && others.sellers.length;
    return both ? gain.minus(exchangeSums(others, ONE).gain) : gain;
  });
  demandRule(pivotal, cities, left, gain, "VCG");
}

/** What the rules of a fund bring: mechanisms/public_fund/project_in_ranges.py. */
function checkProjectInRanges(proof, certificate) {
  const { cities, ranges, cost } = readProject(proof.project);
  const rules = inTheirOrder(
    certificate.rules,
    ["fixed shares", "Clarke pivot", "VCG with a veto", "expected externality"],
    "The rules",
  );
  const [two, n] = [whole(2), whole(cities.length)];
  const lowest = (members) => sum(members.map(([low]) => low));
  const highest = (members) => sum(members.map(([, high]) => high));
  const widthsOf = (members) =>
    members.map(([low, high]) => high.minus(low)).filter((width) => width.sign);
  const won = (members, price) => {
    const mean = lowest(members).plus(highest(members)).over(two);
    const lacking = staysBelow(widthsOf(members), price.minus(lowest(members)), 1);
    return mean.minus(price).plus(lacking);
  };
  const demandEach = (name, gain, each) => {
    const rule = rules[name];
    demandRule(rule, cities, each.map(([payoff]) => payoff), gain, name);
    const atWorst = least(each.map(([, worst]) => worst));
    const i = each.findIndex(([, worst]) => worst.is(atWorst));
    const same = number(rule.worst.value).is(ranges[i][0]) && number(rule.worst.payoff).is(atWorst);
    demand(rule.worst.city === cities[i] && same, `${name}: another city expects least.`);
  };
  const gain = won(ranges, cost);
  demand(gain.is(number(certificate.first_best)), "The first best is another one.");
  const shares = Object.keys(certificate.shares).length
    ? bestShares({ cities, ranges, cost }, certificate.shares)
    : null;
  const room = highest(ranges).minus(cost);
  demand(shares || room.sign <= 0, "The project is worth it, and no shares are given.");
  const agree = ranges.map(([low, high], i) =>
    !shares || shares[i].against(low) <= 0 ? ONE : high.minus(shares[i]).over(high.minus(low)),
  );
  const all = agree.reduce((a, b) => a.times(b), ONE);
  const fixed = ranges.map(([low, high], i) => {
    if (!shares) return [ZERO, ZERO];
    const mean = largest([low, shares[i]]).plus(high).over(two);
    const worst = all.over(agree[i]).times(positive(low.minus(shares[i])));
    return [all.times(mean.minus(shares[i])), worst];
  });
  demandEach("fixed shares", sum(fixed.map(([payoff]) => payoff)), fixed);

  const free = widthsOf(ranges);
  const below = cost.minus(lowest(ranges));
  const missed = free.length ? staysBelow(free, below, 0) : below.sign >= 0 ? ONE : ZERO;
  const built = ONE.minus(missed);
  const part = cost.over(n);
  const found = ranges.map(([low, high], i) => {
    const others = ranges.filter((_, j) => j !== i);
    const width = high.minus(low);
    let own = low.times(built); // E[its value; it is built]
    if (width.sign) {
      const rest = widthsOf(others);
      const twice = staysBelow(rest, below, 2).minus(staysBelow(rest, below.minus(width), 2));
      const lost = twice.over(width).minus(staysBelow(rest, below.minus(width), 1));
      own = low.plus(high).over(two).minus(lost).minus(low.times(missed));
    }
    return {
      atLeast: won(others, cost.minus(low)),
      without: won(others, cost.minus(part)),
      brings: gain.minus(own).plus(part.times(built)),
    };
  });
  const brought = sum(found.map(({ brings }) => brings));
  const clarke = ({ atLeast, without }) => [gain.minus(without), atLeast.minus(without)];
  const externality = ({ atLeast, brings }) => {
    const paid = brought.minus(brings).over(n.minus(ONE));
    return [gain.minus(paid), atLeast.minus(paid)];
  };
  demandEach("Clarke pivot", gain, found.map(clarke));
  demandEach("VCG with a veto", gain, found.map(({ atLeast }) => [gain.minus(atLeast), ZERO]));
  demandEach("expected externality", gain, found.map(externality));
  demandGift({ cities, ranges, cost }, certificate.misreport);
}

/** Shares that gain most of all, in the order of the cities. */
function bestShares({ cities, ranges, cost }, given) {
  const shares = [...numbersOf(inTheirOrder(given, cities, "The shares"), cities).values()];
  demand(sum(shares).is(cost), "The shares do not add up to the cost.");
  demand(sum(ranges.map(([, high]) => high)).against(cost) > 0, "The project is never worth it.");
  const lowest = sum(ranges.map(([low]) => low));
  if (lowest.against(cost) >= 0) {
    // Who is harmed is paid for it; the others pay in proportion to their lowest values.
    const harm = sum(ranges.map(([low]) => least([ZERO, low])));
    const helped = lowest.minus(harm);
    const part = helped.sign ? cost.minus(harm).over(helped) : ZERO;
    const proportional = ranges.map(([low]) => (low.sign > 0 ? low.times(part) : low));
    demand(shares.every((one, i) => one.is(proportional[i])), "The shares are other ones.");
    return shares;
  }
  const margins = ranges.map(([, high], i) => high.minus(shares[i]));
  const widest = largest(margins);
  const best = ranges.every(([low, high], i) => {
    const width = high.minus(low);
    const inside = margins[i].sign >= 0 && margins[i].against(width) <= 0;
    return inside && (margins[i].is(width) || margins[i].is(widest));
  });
  demand(best, "Other shares gain more.");
  return shares;
}

/** Of the gifts that are tried the one that gains most, if all others give all it is worth. */
function demandGift({ cities, ranges, cost }, claimed) {
  let best = null;
  const harmed = ranges.some(([low]) => low.sign < 0);
  (harmed ? [] : cities).forEach((city, i) => {
    const others = ranges.filter((_, j) => j !== i);
    const widths = others.map(([low, high]) => high.minus(low)).filter((width) => width.sign);
    const high = ranges[i][1];
    const sure = positive(cost.minus(sum(others.map(([low]) => low))));
    const gifts = Array.from({ length: 20 }, (_, k) => high.times(new Fraction(BigInt(k), 20n)));
    for (const given of [...gifts, sure].sort((a, b) => a.against(b))) {
      const room = sum(others.map(([, end]) => end)).minus(cost.minus(given));
      const sureOf = room.sign >= 0 ? ONE : ZERO;
      const reached = widths.length ? staysBelow(widths, room, 0) : sureOf;
      const gain = high.minus(given).times(reached);
      if (given.against(high) < 0 && gain.against(best?.gain ?? ZERO) > 0) {
        best = { city, value: high, given, gain };
      }
    }
  });
  demand((best === null) === (claimed === null), "A lie pays, or none of those tried does.");
  if (best === null) return;
  const same = ["value", "given", "gain"].every((name) => number(claimed[name]).is(best[name]));
  demand(claimed.city === best.city && same, "Of the gifts tried another gains more.");
}

// ---------------------------------------------------------------- The report

const CHECKS = {
  "linear program: optimum": checkOptimum,
  "linear program: infeasible": checkInfeasible,
  "linear program: unbounded": checkUnbounded,
  "production game: worths": checkProduction,
  core: checkCore,
  "core: empty": checkEmptyCore,
  "least core": checkLeastCore,
  "cost of stability": checkCostOfStability,
  nucleolus: checkNucleolus,
  "Shapley value": checkShapley,
  "optimal coalition structure": checkOptimalStructure,
  "alternative costs avoided": checkAlternativeCosts,
  "proportional division": checkProportional,
  "truce clubs": checkTruceClubs,
  "bargaining: egalitarian": checkEgalitarian,
  "bargaining: lexicographic": checkLexicographic,
  "bargaining: Nash": checkNash,
  "pairing with transfers": checkPairing,
  "mandated pairing": checkMandate,
  "two by two": checkTwoByTwo,
  "screening contract": checkScreening,
  "uniform bilateral trade": checkBilateralTrade,
  "common agency": checkCommonAgency,
  "white space": checkWhiteSpace,
  "core partitions": checkCorePartitions,
  "operator regimes": checkRegimes,
  cobweb: checkCobweb,
  "uniform voluntary rule": checkVoluntaryRule,
  "exchange in ranges": checkExchangeInRanges,
  "project in ranges": checkProjectInRanges,
};

/** A list of certificates with the parts that they have from earlier ones of it.

    A certificate is null if one of its parts is in none before it, or in itself, too. */
function allParts(entries) {
  const told = [];
  for (const entry of entries) {
    told.push("as" in entry ? { ...entry, certificate: withParts(entry, told) } : entry);
  }
  return told;
}

function withParts({ certificate, as }, earlier) {
  if (!isObject(certificate) || !isObject(as)) return null;
  const parts = Object.entries(certificate);
  for (const [part, number] of Object.entries(as)) {
    const known = Number.isInteger(number) && earlier[number - 1]?.certificate;
    const lent = isObject(known) && Object.hasOwn(known, part);
    if (!lent || Object.hasOwn(certificate, part)) return null;
    parts.push([part, known[part]]);
  }
  return Object.fromEntries(parts);
}

/** Redoes every certificate of {report, proofs} that is sums, products and comparisons.

    The certificates of the report come first, then those of its switching values.
    Returns how many were `checked`, `pythonOnly` by kind, and which `failed`: [{index, kind, why}].
    A proof that has "as" is checked against the same facts as the earlier one of that number. */
function verify({ report, proofs }) {
  const outcome = { checked: 0, pythonOnly: {}, failed: [] };
  const switching = report.switching_values ?? [];
  const lists = [report.certificates, ...switching.flatMap((one) => one.certificates)];
  const entries = lists.flatMap(allParts);
  if (proofs.length !== entries.length) {
    const why = `There are ${proofs.length} proofs of ${entries.length} certificates.`;
    outcome.failed.push({ index: proofs.length, kind: "report", why });
    return outcome;
  }
  const held = new Set(); // the same certificate of the same facts is looked at once
  proofs.forEach((proof, index) => {
    const { certificate } = entries[index];
    const kind = proof.kind;
    try {
      demand(certificate !== null, "It has parts from none before it.");
      if (kind === "undecided") {
        demand("undecided" in entries[index], "An answer stands where none is.");
        return;
      }
      demand(isObject(certificate) && certificate.kind === kind, "It is of another kind.");
      if (proof.python_only === true) {
        demand(!(kind in CHECKS) || "why" in proof, "This kind is checked here.");
        outcome.pythonOnly[kind] = (outcome.pythonOnly[kind] ?? 0) + 1;
        return;
      }
      demand(Object.hasOwn(CHECKS, kind), "There is no check of this kind.");
      const facts = "as" in proof ? proof.as : index;
      const same = `${facts} ${JSON.stringify(certificate)}`;
      if (!held.has(same)) CHECKS[kind](factsOf(proofs, index), certificate);
      held.add(same);
      outcome.checked += 1;
    } catch (error) {
      const why = error instanceof Refusal ? error.message : "Its parts do not belong together.";
      outcome.failed.push({ index, kind, why });
    }
  });
  try {
    demandConsistent(report);
  } catch (error) {
    outcome.failed.push({ index: proofs.length, kind: "report", why: error.message });
  }
  return outcome;
}

/** The same of the report and, where there is one, of that of the changed deal. */
function verifyBoth(data) {
  const outcome = verify(data);
  if (!data.package?.report) return outcome;
  const changed = verify(data.package);
  outcome.checked += changed.checked;
  for (const [kind, count] of Object.entries(changed.pythonOnly)) {
    outcome.pythonOnly[kind] = (outcome.pythonOnly[kind] ?? 0) + count;
  }
  const offset = data.proofs.length;
  outcome.failed.push(...changed.failed.map((one) => ({ ...one, index: offset + one.index })));
  return outcome;
}

/** What a certificate is checked against: its own facts, or an earlier one's. */
function factsOf(proofs, index) {
  const { as, kind } = proofs[index];
  if (as === undefined) return proofs[index];
  const facts = Number.isInteger(as) && as >= 0 && as < index && proofs[as];
  demand(facts && !("as" in facts) && facts.kind === kind, "Its facts are not found.");
  return facts;
}

/** Refuses a report in which an exact number stands beside another one in floating point. */
function demandConsistent(part) {
  if (isNumber(part)) {
    const found = Fraction.parse(part.exact).toNumber();
    const shown = part.value === "beyond floating point" ? Infinity : part.value;
    const same = Math.abs(found) === Infinity ? shown === Infinity : shown === found;
    const tiny = Math.abs(found) < 1e-300 && Math.abs(shown - found) < 1e-310; // few digits left
    demand(same || tiny, `${brief(part)} gives two different numbers.`);
  } else if (typeof part === "object" && part !== null) {
    Object.values(part).forEach(demandConsistent);
  }
}

// ---------------------------------------------------------------- The page

/** What stands in the report at a path such as ["payoffs", "signed", "Quzhou"], in JSON. */
function placeIn(report, path) {
  let found = report;
  for (const key of JSON.parse(path)) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, key)) return undefined;
    found = found[key];
  }
  return found;
}

/** A decimal as it is shown, and half a unit of its last digit; a share may be in per cent. */
function readShown(text) {
  const plain = text.trim().replace("\u2212", "-");
  const form = /^([+-]?)(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?(?:e([+-]?\d{1,4}))?(%?)$/.exec(plain);
  demand(form, `${brief(text)} is not a number.`);
  const [, sign, ahead, behind = "", exponent = "0", percent] = form;
  const places = Number(exponent) - behind.length - (percent ? 2 : 0);
  const unit =
    places < 0 ? new Fraction(1n, 10n ** BigInt(-places)) : new Fraction(10n ** BigInt(places));
  const digits = BigInt(`${ahead.replaceAll(",", "")}${behind}`);
  const shown = new Fraction(sign === "-" ? -digits : digits).times(unit);
  return { shown, half: unit.over(whole(2)) };
}

const SIXTEEN_DIGITS = new Fraction(1n, 2n ** 52n);

/** Compares what the page shows with the report.

    Every <data value="EXACT" data-at="PATH">SHOWN</data> must have the value of the report at that
    path, and show it within half a unit of its last digit; every [data-words="PATH"] must have the
    report's words. With data-of="package" it is the report of the changed deal. Returns how many `numbers` and `words` there are, and what is `wrong`. */
function checkNumbers(page, data) {
  const found = { numbers: 0, words: 0, wrong: [] };
  const attempt = (element, path, check) => {
    try {
      const { report } = element.dataset.of === "package" ? data.package : data;
      check(placeIn(report, path ?? "[]"));
    } catch (error) {
      found.wrong.push({ at: path, shown: element.textContent.trim(), why: error.message });
    }
  };
  for (const element of page.querySelectorAll("data")) {
    found.numbers += 1;
    attempt(element, element.dataset.at, (known) => {
      const written = isNumber(known) ? known.exact : Number.isInteger(known) ? `${known}` : null;
      demand(written !== null, "The report has no number there.");
      const why = `The report has ${brief(written)} there.`;
      demand(element.getAttribute("value") === written, why);
      const { shown, half } = readShown(element.textContent);
      const exact = Fraction.parse(written);
      const within = half.plus(exact.size().times(SIXTEEN_DIGITS)); // shown by way of a float
      demand(exact.minus(shown).size().against(within) <= 0, why);
    });
  }
  for (const element of page.querySelectorAll("[data-words]")) {
    found.words += 1;
    attempt(element, element.dataset.words, (known) => {
      demand(typeof known === "string", "The report has no words there.");
      demand(element.textContent.trim() === known.trim(), "The report has other words there.");
    });
  }
  return found;
}

/** The SHA-256 of a text in UTF-8, in hexadecimal digits (FIPS 180-4). */
function fingerprint(text) {
  const fractional = (root, count) => {
    // The first 32 bits of the fractional parts of roots of the first primes, in whole numbers.
    const found = [];
    for (let p = 2; found.length < count; p++) {
      let isPrime = true;
      for (let d = 2; d * d <= p; d++) isPrime &&= p % d !== 0;
      if (!isPrime) continue;
      const target = BigInt(p) << BigInt(32 * root);
      let x = BigInt(Math.floor(p ** (1 / root) * 2 ** 32));
      while (x ** BigInt(root) > target) x -= 1n;
      while ((x + 1n) ** BigInt(root) <= target) x += 1n;
      found.push(Number(x & 0xffffffffn));
    }
    return found;
  };
  const constants = fractional(3, 64);
  const state = fractional(2, 8);
  const bytes = new TextEncoder().encode(text);
  const blocks = new DataView(new ArrayBuffer((((bytes.length + 8) >> 6) + 1) * 64));
  bytes.forEach((byte, k) => blocks.setUint8(k, byte));
  blocks.setUint8(bytes.length, 0x80);
  blocks.setBigUint64(blocks.byteLength - 8, BigInt(bytes.length) * 8n);
  const turn = (x, k) => (x >>> k) | (x << (32 - k));
  const w = new Array(64);
  for (let start = 0; start < blocks.byteLength; start += 64) {
    for (let t = 0; t < 64; t++) {
      if (t < 16) {
        w[t] = blocks.getUint32(start + 4 * t);
      } else {
        const early = turn(w[t - 15], 7) ^ turn(w[t - 15], 18) ^ (w[t - 15] >>> 3);
        const late = turn(w[t - 2], 17) ^ turn(w[t - 2], 19) ^ (w[t - 2] >>> 10);
        w[t] = (w[t - 16] + early + w[t - 7] + late) | 0;
      }
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let t = 0; t < 64; t++) {
      const chosen = (e & f) ^ (~e & g);
      const mixed = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
      const first = (h + mixed + chosen + constants[t] + w[t]) | 0;
      const majority = (a & b) ^ (a & c) ^ (b & c);
      const second = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + majority) | 0;
      [a, b, c, d, e, f, g, h] = [(first + second) | 0, a, b, c, (d + first) | 0, e, f, g];
    }
    [a, b, c, d, e, f, g, h].forEach((x, k) => (state[k] = (state[k] + x) | 0));
  }
  return state.map((x) => (x >>> 0).toString(16).padStart(8, "0")).join("");
}

/** Whether each [data-fingerprint], at least one, shows this fingerprint, or 16 digits or more. */
function showsFingerprint(page, text) {
  const expected = fingerprint(text);
  const elements = [...page.querySelectorAll("[data-fingerprint]")];
  const shows = ({ dataset, textContent }) => {
    const printed = textContent.replace(/\s/g, "");
    const full = dataset.fingerprint === "" || dataset.fingerprint === expected;
    return full && printed.length >= 16 && expected.startsWith(printed);
  };
  return elements.length > 0 && elements.every(shows);
}

/** Whether the words and numbers of the page, and how they look, are those it was written with. */
function showsItsText(page) {
  if (page.querySelector("[hidden], link[rel=stylesheet]")) return false;
  const rules = [...page.querySelectorAll("style")].map((one) => one.textContent);
  const single = [...page.querySelectorAll("[style]")].map((one) => one.getAttribute("style"));
  const style = [...rules, ...single].join(" ");
  const body = page.body.cloneNode(true);
  const apart = "script, style, title, [data-fingerprint], #verdict-of-verify";
  for (const element of body.querySelectorAll(apart)) element.remove();
  const text = `${style} ${body.textContent}`.replace(/[ \t\r\n]+/g, " ").trim();
  return fingerprint(text) === page.body.dataset.shown;
}

/** Bytes of which those that repeat others are told by where these stand: page/packing.py. */
function copied(inflated) {
  const end = inflated.indexOf(10);
  const [lengths, starts, sizes] = JSON.parse(new TextDecoder().decode(inflated.subarray(0, end)));
  const size = [...lengths, ...sizes].reduce((total, one) => total + one, 0);
  const bytes = new Uint8Array(size);
  let read = end + 1;
  let at = 0;
  lengths.forEach((length, k) => {
    bytes.set(inflated.subarray(read, read + length), at);
    read += length;
    at += length;
    demand(starts[k] + sizes[k] <= at, "A part repeats what is not there.");
    bytes.copyWithin(at, starts[k], starts[k] + sizes[k]);
    at += sizes[k];
  });
  demand(read === inflated.length, "A part is left over.");
  return bytes;
}

/** The embedded text, the report as it was written, and what they say. */
async function unpack(page = document) {
  const packed = atob(page.querySelector("#intercity-data").textContent.trim());
  const bytes = Uint8Array.from(packed, (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const inflated = new Uint8Array(await new Response(stream).arrayBuffer());
  const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(copied(inflated));
  const carried = JSON.parse(text);
  // As a text the report keeps the order of its keys, in which it is saved.
  const read = (part) => part && { ...part, report: JSON.parse(part.report) };
  return { text, written: carried.report, data: { ...read(carried), package: read(carried.package) } };
}

const counted = (count, one, several = `${one}s`) =>
  `${count.toLocaleString("en")} ${count === 1 ? one : several}`;

const TRUST =
  "Data or a script that were altered with care cannot be caught by the page: intercity verify decides.";

/** Checks the whole page: {kind, text}, kind "good", "bad", or "open" where nothing was proven. */
async function verdict(page = document) {
  let text, data, checks, shown;
  try {
    ({ text, data } = await unpack(page));
    checks = verifyBoth(data);
    shown = checkNumbers(page, data);
  } catch (error) {
    const why = `The embedded data cannot be read (${error.message}).`;
    return { kind: "bad", text: `${why} ${TRUST}` };
  }
  const problems = [];
  if (checks.failed.length) {
    const { index, kind, why } = checks.failed[0];
    const place = kind === "report" ? "The report" : `Certificate ${index + 1} (${kind})`;
    problems.push(`${counted(checks.failed.length, "proof")} refused. ${place}: ${why}`);
  }
  if (shown.wrong.length) {
    const { at, shown: told, why } = shown.wrong[0];
    const count = counted(shown.wrong.length, "number or sentence", "numbers or sentences");
    problems.push(`${count} not of the report. "${told.slice(0, 80)}" (${at}): ${why}`);
  }
  if (!showsFingerprint(page, text)) problems.push("The fingerprint is not that of the data.");
  if (!showsItsText(page)) {
    problems.push("The page shows, or hides, other than what it was written with.");
  }
  if (problems.length) return { kind: "bad", text: `${problems.join(" ")} ${TRUST}` };
  const python = Object.entries(checks.pythonOnly);
  const left = python.reduce((found, [, count]) => found + count, 0);
  const kinds = python.map(([kind, count]) => `${kind} ${count}`).join(", ");
  const all = counted(checks.checked + left, "certificate");
  const numbers = shown.numbers
    ? `All ${shown.numbers} shown numbers are those of the report. `
    : "";
  if (!checks.checked) {
    const why = left
      ? `${all}, which can be checked in Python only (${kinds})`
      : "there is no certificate";
    const nothing = `Nothing was proven here: ${why}. Whether it holds, intercity verify decides.`;
    return { kind: "open", text: `${nothing} ${numbers}`.trim() };
  }
  const only = left ? `${left} checked in Python only (${kinds})` : "none left to Python";
  return {
    kind: "good",
    text: `${all}: ${checks.checked} re-checked here, ${only}. ${numbers}${TRUST}`,
  };
}

/** Makes the button #verify write its verdict into #verdict-of-verify. */
function start() {
  const button = document.querySelector("#verify");
  const told = document.querySelector("#verdict-of-verify");
  button?.addEventListener("click", async () => {
    button.disabled = true;
    told.classList.remove("good", "bad", "open");
    told.textContent = "Checking …";
    await new Promise((resume) => setTimeout(resume, 20)); // lets the page show it
    const found = await verdict();
    told.classList.add(found.kind);
    told.textContent = found.text;
    button.disabled = false;
  });
}

if (typeof document !== "undefined") {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
}
