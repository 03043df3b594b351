@echo off
rem Runs the command line with a Node that is new enough: the one that `npm run setup` put into .tools, else the machine's.
setlocal
set "root=%~dp0.."
if not exist "%root%\dist\cli.mjs" (
  echo deepextension: it is not built yet; run `npm run setup` in %root% 1>&2
  exit /b 1
)
for /d %%D in ("%root%\.tools\node_modules\node-*") do (
  if exist "%%D\bin\node.exe" (
    "%%D\bin\node.exe" "%root%\dist\cli.mjs" %*
    exit /b
  )
)
node -e "const [a, b] = process.versions.node.split('.').map(Number); process.exit(a > 22 || (a === 22 && b >= 13) ? 0 : 1)" 2>nul
if errorlevel 1 (
  echo deepextension: Node 22.13 or newer is needed; `npm run setup` in %root% brings one 1>&2
  exit /b 1
)
node "%root%\dist\cli.mjs" %*
exit /b
