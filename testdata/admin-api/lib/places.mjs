// Countries and provinces: from Debian's iso-codes at run time, with the everyday names of tools/places.txt.
import { readFileSync } from 'node:fs';

const ISO = '/usr/share/iso-codes/json';
const EVERYDAY = new URL('../../../tools/places.txt', import.meta.url);
// The countries whose provinces Shopify knows.
const WITH_PROVINCES = new Set(
    (
        'AE AR AU BR CA CL CN CO CR EG ES GB GT HK ID IE IN IT JP KR KW MX MY NG NZ PA PE PH PT RO RU ' +
        'SV TH US UY VE ZA'
    ).split(' '),
);
let tables = null;

const plain = (name) => name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();

function everyday() {
    return readFileSync(EVERYDAY, 'utf8')
        .split('\n')
        .filter((line) => line && !line.startsWith('#'))
        .map((line) => line.split(/\s*\|\s*/).map((part) => part.trim()));
}

function isoCountries(countries, names) {
    for (const { alpha_2: code, name, common_name: common } of JSON.parse(
        readFileSync(`${ISO}/iso_3166-1.json`),
    )['3166-1']) {
        if (!countries.has(code)) countries.set(code, common ?? name);
        for (const one of [name, common]) if (one && !names.has(plain(one))) names.set(plain(one), code);
    }
}

function isoProvinces(provinces) {
    for (const { code, name } of JSON.parse(readFileSync(`${ISO}/iso_3166-2.json`))['3166-2'])
        if (WITH_PROVINCES.has(code.slice(0, 2)) && !provinces.has(code))
            provinces.set(code, plain(name) === name.toLowerCase() ? name : withoutMarks(name));
}

const withoutMarks = (name) => name.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC');

function load() {
    const countries = new Map();
    const names = new Map();
    const provinces = new Map();
    const provinceNames = new Map();
    for (const [code, english, ...others] of everyday()) {
        (code.includes('-') ? provinces : countries).set(code, english);
        for (const name of [english, ...others])
            (code.includes('-') ? provinceNames : names).set(
                code.includes('-') ? `${code.slice(0, 2)} ${plain(name)}` : plain(name),
                code,
            );
    }
    isoCountries(countries, names);
    isoProvinces(provinces);
    for (const [code, name] of provinces) provinceNames.set(`${code.slice(0, 2)} ${plain(name)}`, code);
    return { countries, names, provinces, provinceNames };
}

function all() {
    tables ??= load();
    return tables;
}

export const countryName = (code) => (code ? (all().countries.get(code) ?? null) : null);
export const hasCountry = (code) => all().countries.has(code);
export const countryByName = (name) =>
    all().names.get(plain(name)) ?? (hasCountry(name.toUpperCase()) ? name.toUpperCase() : null);
export const hasProvinces = (country) => WITH_PROVINCES.has(country);

// Shopify writes the code without the country, except for Japan.
const shown = (iso) => (iso.startsWith('JP-') ? iso : iso.slice(3));
const isoOf = (country, code) =>
    code.toUpperCase().startsWith(`${country}-`) ? code.toUpperCase() : `${country}-${code.toUpperCase()}`;

// {code, name} of a province by its code or its name, or null.
export function findProvince(country, text) {
    const byCode = isoOf(country, text);
    const iso = all().provinces.has(byCode) ? byCode : all().provinceNames.get(`${country} ${plain(text)}`);
    return iso ? { code: shown(iso), name: all().provinces.get(iso) } : null;
}
