/** Of an app with an operation, as openapi-typescript writes it: the demo has none. */
export interface Pay {
  "/api/sources/pay/openapi.json": object;
  "/api/proxy/pay/": { get: object; post?: never };
  "/api/proxy/pay/charges.refund/": {
    get?: never;
    post: {
      requestBody: {
        content: { "application/json": { key: string | number; parameters?: { amount?: number | null } } };
      };
      responses: { 200: { content: { "application/json": { table: string | null; row: { id: string } | null } } } };
    };
  };
}
