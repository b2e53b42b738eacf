/** The component that a snippet starts. */
export class App {}
