export const labFolder = new URL("../", import.meta.url);
export const capturesFolder = new URL("../../", import.meta.url);
