/** The packages that the code is written for, in the versions that it was tried or compiled with. */
export const packages = {
  csharp: { name: 'Azure.Communication.CallAutomation', version: '1.6.1' },
  csharpIdentity: { name: 'Azure.Identity', version: '1.17.1' },
  java: { name: 'com.azure:azure-communication-callautomation', version: '1.7.1' },
  javaIdentity: { name: 'com.azure:azure-identity', version: '1.18.4' },
  javascript: { name: '@azure/communication-call-automation', version: '1.6.0' },
  javascriptCommon: { name: '@azure/communication-common', version: '2.4.2' },
  javascriptIdentity: { name: '@azure/identity', version: '4.13.1' },
  python: { name: 'azure-communication-callautomation', version: '1.6.0' },
  pythonIdentity: { name: 'azure-identity', version: '1.27.0' },
} as const;

/** The api-version of the REST calls. */
export const apiVersion = '2026-03-12';
